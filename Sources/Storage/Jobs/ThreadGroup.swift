import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Threads whose common end can be awaited.
final class ThreadGroup: Sendable {
    private struct State {
        var runningCount = 0
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    func start(_ body: @escaping @Sendable () -> Void) throws(DatabaseError) {
        state.withLock { $0.runningCount += 1 }
        let retained = Unmanaged.passRetained(ThreadMain(group: self, body: body))
        guard startDetached(retained.toOpaque()) == 0 else {
            retained.release()
            threadEnded()
            throw DatabaseError(kind: .other, message: "the system gives no thread")
        }
    }

    /// Returns when every thread has ended.
    func ended() async {
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                if state.runningCount > 0 { state.waiting.append(continuation) }
                return state.runningCount == 0
            }
            if isOver { continuation.resume() }
        }
    }

    fileprivate func threadEnded() {
        let waiting = state.withLock { state -> [CheckedContinuation<Void, Never>] in
            state.runningCount -= 1
            guard state.runningCount == 0 else { return [] }
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }
}

private final class ThreadMain: Sendable {
    let group: ThreadGroup
    let body: @Sendable () -> Void

    init(group: ThreadGroup, body: @escaping @Sendable () -> Void) {
        self.group = group
        self.body = body
    }

    static func run(_ retained: UnsafeMutableRawPointer) {
        let group: ThreadGroup
        do {
            let main = Unmanaged<ThreadMain>.fromOpaque(retained).takeRetainedValue()
            group = main.group
            main.body()
        }
        // Only now is all gone that the body owned: its connection is closed.
        group.threadEnded()
    }
}

private func startDetached(_ main: UnsafeMutableRawPointer) -> Int32 {
    #if canImport(Glibc)
        var thread = pthread_t()
        let status = pthread_create(&thread, nil, runThreadMain, main)
        if status == 0 { pthread_detach(thread) }
    #else
        var thread: pthread_t?
        let status = pthread_create(&thread, nil, runThreadMain, main)
        if let thread { pthread_detach(thread) }
    #endif
    return status
}

#if canImport(Glibc)
    private func runThreadMain(_ main: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
        if let main { ThreadMain.run(main) }
        return nil
    }
#else
    private func runThreadMain(_ main: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
        ThreadMain.run(main)
        return nil
    }
#endif
