"""See Tests/pipelines.sh."""
import jobs
import linters
import schemas

schemas.check()
linters.check()
jobs.check()
