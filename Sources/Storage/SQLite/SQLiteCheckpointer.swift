#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The thread that copies the log into the file while the writer goes on writing.
///
/// A passive checkpoint takes what was committed when it began. The log starts anew only once all
/// of it is copied, so the writer copies the little that came meanwhile: a few pages instead of
/// thousands, for which callers would wait.
/// https://www.sqlite.org/c3ref/wal_checkpoint_v2.html
final class SQLiteCheckpointer: @unchecked Sendable {  // what changes is guarded by `mutex`
    private enum Phase { case idle, copying, copied, closed }

    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let changed: UnsafeMutablePointer<pthread_cond_t>
    private var phase = Phase.idle
    /// Frames in the log after the writer's last commit.
    private var logFrames: Int32 = 0
    private var logFramesWhenCopied: Int32 = 0

    init() {
        mutex = .allocate(capacity: 1)
        changed = .allocate(capacity: 1)
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(changed, nil)
    }

    deinit {
        pthread_cond_destroy(changed)
        pthread_mutex_destroy(mutex)
        changed.deallocate()
        mutex.deallocate()
    }

    /// The writer tells how long its log is now, and hears whether it is to copy the rest.
    func log(has frames: Int32) -> Bool {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        logFrames = frames
        if frames < logFramesWhenCopied { logFramesWhenCopied = 0 }
        switch phase {
        case .idle where Int(frames - logFramesWhenCopied) >= StorageLimit.sqliteCheckpointFrames:
            phase = .copying
            pthread_cond_signal(changed)
            return false
        case .copied:
            phase = .idle
            logFramesWhenCopied = frames
            return true
        case .idle, .copying, .closed: return false
        }
    }

    /// Copies with `connection` whenever the log has grown enough, until it is closed.
    func serve(_ connection: SQLiteConnection) throws(DatabaseError) {
        while waitForWork() {
            for _ in 1...StorageLimit.sqliteCheckpointPassesMax {
                let framesBefore = framesInLog
                try connection.checkpoint()
                let framesLeft = Int(framesInLog - framesBefore)
                if framesLeft <= StorageLimit.sqliteCheckpointFramesLeftMax { break }
            }
            noteCopied()
        }
    }

    func close() {
        pthread_mutex_lock(mutex)
        phase = .closed
        pthread_cond_signal(changed)
        pthread_mutex_unlock(mutex)
    }

    private var framesInLog: Int32 {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return logFrames
    }

    /// Whether there is something to copy; else it is closed.
    private func waitForWork() -> Bool {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while phase != .copying && phase != .closed { pthread_cond_wait(changed, mutex) }
        return phase == .copying
    }

    private func noteCopied() {
        pthread_mutex_lock(mutex)
        if phase == .copying { phase = .copied }
        pthread_mutex_unlock(mutex)
    }
}
