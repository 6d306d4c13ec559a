// ThreadSanitizer sees only what is compiled for it. `Mutex` has its quick way in the code that
// uses it, but takes a lock that is held already in Swift's own library: whoever waited would seem
// to hold nothing. In builds for the sanitizer (`-D FOYER_TSAN`) this takes that place.

#if FOYER_TSAN
    import Glibc
    import Synchronization

    /// Laid out as the library's own handle: zero, or the thread that holds the lock.
    package struct SanitizedMutexHandle: ~Copyable {
        private let storage: Atomic<UInt32>

        /// Linked before the library's: waits by yielding, and never asks the kernel to wake.
        @_silgen_name("$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF")
        package borrowing func lockSlow(_ thread: UInt32) {
            while !storage.compareExchange(
                expected: 0, desired: thread, successOrdering: .acquiring,
                failureOrdering: .relaxed
            ).exchanged { sched_yield() }
        }
    }
#endif
