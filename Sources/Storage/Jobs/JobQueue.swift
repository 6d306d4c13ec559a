#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A bounded first-in-first-out queue whose consumers are threads.
final class JobQueue: @unchecked Sendable {  // every property is guarded by `mutex`
    private let jobsMax: Int
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let changed: UnsafeMutablePointer<pthread_cond_t>
    private var jobs: [(any Job)?] = []
    /// The position of the next job: those before it are taken.
    private var head = 0
    private var consumersWaiting = 0
    private var isClosed = false

    init(jobsMax: Int) {
        self.jobsMax = jobsMax
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

    var waitingCount: Int {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return jobs.count - head
    }

    /// Takes `job` in, or says why not.
    func push(_ job: any Job) -> DatabaseError? {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        guard !isClosed else {
            return DatabaseError(kind: .closed, message: "the database is closed")
        }
        guard jobs.count - head < jobsMax else {
            return DatabaseError(kind: .overloaded, message: "\(jobsMax) jobs wait already")
        }
        jobs.append(job)
        if consumersWaiting > 0 { pthread_cond_signal(changed) }
        return nil
    }

    /// The next jobs, at most `countMax`; waits for one, and returns none only when closed and
    /// drained.
    func next(atMost countMax: Int) -> [any Job] {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        waitForOne()
        let end = min(jobs.count, head + countMax)
        let batch = jobs[head..<end].compactMap { $0 }
        for position in head..<end { jobs[position] = nil }
        head = end
        dropTaken()
        return batch
    }

    /// The next job, and those right behind it that may share its commit, at most `countMax`.
    func nextSharing(atMost countMax: Int) -> [any Job] {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        waitForOne()
        var batch: [any Job] = []
        while head < jobs.count, batch.count < countMax, let job = jobs[head],
            batch.isEmpty || job.row != nil
        {
            jobs[head] = nil
            head += 1
            batch.append(job)
            if job.row == nil { break }
        }
        dropTaken()
        return batch
    }

    /// Returns without one only when closed and drained.
    private func waitForOne() {
        while head == jobs.count && !isClosed {
            consumersWaiting += 1
            pthread_cond_wait(changed, mutex)
            consumersWaiting -= 1
        }
    }

    /// Takes nothing more in. What waits is still served.
    func close() {
        pthread_mutex_lock(mutex)
        isClosed = true
        pthread_cond_broadcast(changed)
        pthread_mutex_unlock(mutex)
    }

    private func dropTaken() {
        if head == jobs.count {
            jobs.removeAll(keepingCapacity: true)
            head = 0
        } else if head > 1_024 && head > jobs.count / 2 {
            jobs.removeFirst(head)
            head = 0
        }
    }
}
