import Foundation

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The state of the machine that a figure belongs to.
enum Machine {
    static func report(dataFolder: String) -> Report {
        var report = Report()
        report.add("date", ISO8601DateFormatter().string(from: Date()))
        report.add("commit", commit())
        report.add("cores", ProcessInfo.processInfo.activeProcessorCount)
        report.add("load", loadAverage())
        report.add("fdatasyncP50Milliseconds", syncMilliseconds(in: dataFolder))
        return report
    }

    /// Runnable processes, averaged over a minute.
    static func loadAverage() -> Double {
        var averages = [0.0]
        return getloadavg(&averages, 1) == 1 ? averages[0] : 0
    }

    /// The median time to make 4 KiB durable.
    static func syncMilliseconds(in folder: String, count: Int = 200) -> Double? {
        let path = "\(folder)/sync-\(getpid())"
        let descriptor = open(path, O_CREAT | O_RDWR | O_TRUNC, 0o600)
        guard descriptor >= 0 else { return nil }
        defer {
            close(descriptor)
            unlink(path)
        }
        let block = [UInt8](repeating: 0x78, count: 4096)
        var times: [Double] = []
        for position in 0..<count {
            let began = ContinuousClock.now
            guard pwrite(descriptor, block, block.count, position * block.count) == block.count,
                fdatasync(descriptor) == 0
            else { return nil }
            times.append(began.duration(to: .now).inSeconds * 1_000)
        }
        return times.sorted()[count / 2]
    }

    /// The short name of the commit, with a plus when the tree differs; empty outside a checkout.
    private static func commit() -> String {
        let name = git("rev-parse", "--short", "HEAD")
        guard !name.isEmpty else { return "" }
        return git("status", "--porcelain").isEmpty ? name : "\(name)+"
    }

    private static func git(_ arguments: String...) -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["git"] + arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return "" }  // no git: no commit
        let bytes = (try? output.fileHandleForReading.readToEnd()) ?? Data()  // as above
        process.waitUntilExit()
        return String(decoding: bytes, as: UTF8.self).trimmingCharacters(
            in: .whitespacesAndNewlines)
    }
}
