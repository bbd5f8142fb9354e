import Synchronization

/// Runs asynchronous code on the calling thread, one job after another in the order in which they came, so that the
/// same code takes the same way every time. Child tasks and actors come here too.
final class SerialRunner: TaskExecutor {
    private struct Queue {
        var jobs: [UnownedJob] = []
        var next = 0
    }

    private let queue = Mutex(Queue())

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.withLock { $0.jobs.append(job) }
    }

    /// `nil` when the body waits for something that never comes.
    /// - Parameter whenIdle: called when nothing is left to do; whether it has given somebody something to do.
    static func run<Result: Sendable>(
        _ body: @escaping @Sendable () async -> Result,
        whenIdle: () -> Bool = { false }
    ) -> Result? {
        let runner = SerialRunner()
        let box = Box<Result>()
        Task(executorPreference: runner) {
            let result = await body()
            box.result.withLock { $0 = result }
        }
        repeat {
            while let job = runner.next() { job.runSynchronously(on: runner.asUnownedTaskExecutor()) }
        } while whenIdle()
        return box.result.withLock { $0 }
    }

    private func next() -> UnownedJob? {
        queue.withLock { queue in
            guard queue.next < queue.jobs.count else {
                queue = Queue()
                return nil
            }
            defer { queue.next += 1 }
            return queue.jobs[queue.next]
        }
    }

    private final class Box<Result: Sendable>: Sendable {
        let result = Mutex<Result?>(nil)
    }
}
