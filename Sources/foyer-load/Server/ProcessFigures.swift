import Foundation

/// What processes have used so far, from /proc.
enum ProcessFigures {
    /// Processor seconds of one process, user and system.
    static func cpuSeconds(of id: Int32) -> Double {
        guard let fields = stat(of: id) else { return 0 }
        return (fields.number(11) + fields.number(12)) / ticksPerSecond
    }

    /// Processor seconds of a process and all its children, ended ones included.
    static func cpuSecondsOfFamily(_ id: Int32) -> Double {
        guard let fields = stat(of: id) else { return 0 }
        let own = (11...14).reduce(0) { $0 + fields.number($1) } / ticksPerSecond
        return children(of: id).reduce(own) { $0 + cpuSeconds(of: $1) }
    }

    /// Resident memory of one process.
    static func residentBytes(of id: Int32) -> Int {
        guard let status = read("/proc/\(id)/status") else { return 0 }
        for line in status.split(separator: "\n") where line.hasPrefix("VmRSS:") {
            let words = line.split(whereSeparator: \.isWhitespace)
            guard words.count >= 2, let kibibytes = Int(words[1]) else { return 0 }
            return kibibytes * 1024
        }
        return 0
    }

    /// The process that listens on a TCP port of this machine; needs the right to look at it.
    static func listener(on port: Int) -> Int32? {
        let inodes = ["/proc/net/tcp", "/proc/net/tcp6"].flatMap { listeningInodes($0, port) }
        guard !inodes.isEmpty else { return nil }
        let links = Set(inodes.map { "socket:[\($0)]" })
        return processIDs().first { id in
            let folder = "/proc/\(id)/fd"
            // A process that is gone by now has no files.
            let files = try? FileManager.default.contentsOfDirectory(atPath: folder)  // see above
            return (files ?? []).contains { name in
                let path = "\(folder)/\(name)"
                let files = FileManager.default
                let link = try? files.destinationOfSymbolicLink(atPath: path)  // gone meanwhile
                return link.map(links.contains) ?? false
            }
        }
    }

    // MARK: /proc

    private static let ticksPerSecond = Double(sysconf(Int32(_SC_CLK_TCK)))

    private static func children(of parent: Int32) -> [Int32] {
        processIDs().filter { stat(of: $0)?.number(1) == Double(parent) }
    }

    private static func processIDs() -> [Int32] {
        let files = FileManager.default
        let names = try? files.contentsOfDirectory(atPath: "/proc")  // none but on Linux
        return (names ?? []).compactMap { Int32($0) }
    }

    private static func listeningInodes(_ path: String, _ port: Int) -> [Substring] {
        (read(path) ?? "").split(separator: "\n").dropFirst().compactMap { line in
            let words = line.split(whereSeparator: \.isWhitespace)
            guard words.count > 9, words[3] == "0A",
                let hex = words[1].split(separator: ":").last, Int(hex, radix: 16) == port
            else { return nil }
            return words[9]
        }
    }

    /// The fields of /proc/ID/stat after the name: the state is number 0.
    private static func stat(of id: Int32) -> [Substring]? {
        guard let text = read("/proc/\(id)/stat"), let end = text.lastIndex(of: ")") else {
            return nil
        }
        return text[text.index(after: end)...].split(separator: " ")
    }

    private static func read(_ path: String) -> String? {
        try? String(contentsOfFile: path, encoding: .utf8)  // the process may be gone: no figure
    }
}

extension [Substring] {
    fileprivate func number(_ index: Int) -> Double {
        index < count ? Double(self[index]) ?? 0 : 0
    }
}
