#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// How many files the process may have open, and how many of them may be connections.
package struct OpenFiles: Equatable, Sendable {
    /// What the process has.
    package var soft: Int
    /// How far it may raise that by itself.
    package var hard: Int

    package init(soft: Int, hard: Int) {
        self.soft = soft
        self.hard = hard
    }

    /// Whatever is not kept for the database and for what else is no connection; of few files half.
    package var connectionsMax: Int { max(soft / 2, soft - HTTPLimit.filesKept) }

    /// As the system says now; any number where it does not say.
    package static var current: OpenFiles {
        var limit = rlimit()
        guard getrlimit(kind, &limit) == 0 else { return OpenFiles(soft: .max, hard: .max) }
        return OpenFiles(
            soft: Int(clamping: limit.rlim_cur), hard: Int(clamping: limit.rlim_max))
    }

    /// Takes as many as the process may have: shells and service managers give programs fewer
    /// (1,024 by habit), for those that keep sets of bits. Returns what it has then.
    @discardableResult
    package static func raise() -> OpenFiles {
        var limit = rlimit()
        if getrlimit(kind, &limit) == 0, limit.rlim_cur < limit.rlim_max {
            limit.rlim_cur = limit.rlim_max
            // Where this is refused all goes on with fewer: `current` says with how many.
            _ = setrlimit(kind, &limit)
        }
        return current
    }

    private static var kind: __rlimit_resource_t { __rlimit_resource_t(RLIMIT_NOFILE.rawValue) }
}
