#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// How much room there is.
package enum Disk {
    /// Bytes that this process may still write to the disk of `path`; `nil` when nobody knows.
    package static func freeBytes(at path: String) -> Int64? {
        var facts = statvfs()
        guard statvfs(path, &facts) == 0 else { return nil }
        // Some file systems claim more blocks than bytes can be counted.
        let (bytes, isMore) = UInt64(facts.f_bavail)
            .multipliedReportingOverflow(by: UInt64(facts.f_frsize))
        return isMore ? .max : Int64(clamping: bytes)
    }
}
