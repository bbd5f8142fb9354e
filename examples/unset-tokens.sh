# Sourced by the scripts that build and test: what they run, packages from elsewhere among it, has no use for anybody's
# tokens, and an address or a state of the caller's would lead it astray.
unset OMNI_API_TOKEN OMNI_API_KEY OMNI_BASE_URL OMNI_CONFIG_PATH OMNI_CONFIG_DIR OMNIENV_STATE
unset TF_HTTP_ADDRESS TF_HTTP_USERNAME TF_HTTP_PASSWORD CI_JOB_TOKEN
unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_PROFILE
unset GH_TOKEN GITHUB_TOKEN ACTIONS_RUNTIME_TOKEN ACTIONS_ID_TOKEN_REQUEST_TOKEN
