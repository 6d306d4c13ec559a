import CFileSystems
import Synchronization

/// A disk in memory that remembers every change, as a file system for SQLite.
final class Disk: @unchecked Sendable {  // the C code locks what several threads touch
    enum Change { case create, write, truncate, sync, delete, syncFolder, note }

    /// What the disk pretends to have synced.
    struct Lies: OptionSet {
        let rawValue: Int32
        static let log = Lies(rawValue: Int32(FOYER_LIE_LOG_SYNC.rawValue))
        static let file = Lies(rawValue: Int32(FOYER_LIE_FILE_SYNC.rawValue))
        static let folder = Lies(rawValue: Int32(FOYER_LIE_FOLDER_SYNC.rawValue))
    }

    private static let made = Atomic<Int>(0)

    let name: String
    fileprivate let pointer: OpaquePointer

    init(isRecording: Bool = true, lies: Lies = []) throws {
        name = "power-\(Self.made.add(1, ordering: .relaxed).newValue)"
        guard let pointer = foyer_disk_make(name) else { throw NoMemory() }
        self.pointer = pointer
        foyer_disk_set_recording(pointer, isRecording ? 1 : 0)
        foyer_disk_set_lies(pointer, lies.rawValue)
    }

    deinit { foyer_disk_free(pointer) }

    /// Marks that all before it was acknowledged.
    func note() { foyer_disk_note(pointer) }

    var changes: [Change] {
        (0..<foyer_disk_change_count(pointer)).map { index in
            switch foyer_disk_change(pointer, index) {
            case FOYER_CHANGE_CREATE: .create
            case FOYER_CHANGE_WRITE: .write
            case FOYER_CHANGE_TRUNCATE: .truncate
            case FOYER_CHANGE_SYNC: .sync
            case FOYER_CHANGE_DELETE: .delete
            case FOYER_CHANGE_SYNC_FOLDER: .syncFolder
            default: .note
            }
        }
    }

    var checkpointCount: Int { Int(foyer_disk_checkpoint_count(pointer)) }
    /// How often the log was begun anew, over frames that the file has by then.
    var logStartCount: Int { Int(foyer_disk_log_start_count(pointer)) }
    /// Connections that ever held the right to write.
    var writerCount: Int { Int(foyer_disk_holder_count(pointer, 0)) }
    /// Connections that ever held the right to checkpoint.
    var checkpointerCount: Int { Int(foyer_disk_holder_count(pointer, 1)) }
    /// Connections that wrote into the main file.
    var fileWriterCount: Int { Int(foyer_disk_holder_count(pointer, 2)) }
    /// One connection alone did all three.
    var hasOneWriter: Bool { foyer_disk_has_one_writer(pointer) != 0 }

    struct NoMemory: Error {}
}

/// The power of a disk fails, at ever later moments.
final class PowerFailure {
    private let pointer: OpaquePointer
    /// Replayed, so it must not go first.
    private let disk: Disk

    init(of disk: Disk) throws {
        self.disk = disk
        guard let pointer = foyer_failure_make(disk.pointer) else { throw Disk.NoMemory() }
        self.pointer = pointer
    }

    deinit { foyer_failure_free(pointer) }

    /// The power fails just before change `index`.
    func advance(to index: Int) { foyer_failure_advance(pointer, Int64(index)) }

    /// Puts on `target` what may have survived.
    func land(on target: Disk, seed: UInt64) {
        foyer_failure_land(pointer, target.pointer, seed)
    }
}

/// Chance that a seed repeats (SplitMix64).
struct Chance: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var word = state
        word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
        word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
        return word ^ (word >> 31)
    }

    mutating func below(_ count: Int) -> Int { Int(next() % UInt64(count)) }

    /// Whether something happens that happens `percent` times of 100.
    mutating func percent(_ percent: Int) -> Bool { below(100) < percent }
}
