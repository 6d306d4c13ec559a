import FoyerCore
import Storage

extension Service {
    /// A number that no room has or had.
    func freeAccessNumber(_ transaction: any Transaction) throws -> String {
        var generator = SystemRandomNumberGenerator()
        while true {
            let number = AccessNumber(chance: generator.next()).digits
            let taken = try transaction.first(
                """
                SELECT access_number FROM room WHERE access_number = \(number)
                UNION ALL SELECT number FROM room_number_replaced WHERE number = \(number)
                """)
            if taken == nil { return number }
        }
    }

    /// Gives a room another number; the former one says that it was replaced.
    func replaceAccessNumber(of room: ID<Room>, _ transaction: any Transaction) throws {
        try transaction.run(
            """
            INSERT INTO room_number_replaced (number, room_id, replaced_at_ms)
            SELECT access_number, id, \(transaction.now) FROM room
            WHERE id = \(room) AND access_number IS NOT NULL
            """)
        try transaction.run(
            """
            UPDATE room SET access_number = \(try freeAccessNumber(transaction))
            WHERE id = \(room)
            """)
    }

    /// Rooms that were made before there were numbers get theirs.
    func giveAccessNumbers() async throws {
        let roomsPerTransaction = 200
        while true {
            let left = try await database.write { transaction in
                let rooms: [ID<Room>] = try transaction.run(
                    """
                    SELECT id FROM room WHERE access_number IS NULL AND deleted_at_ms IS NULL
                    ORDER BY id LIMIT \(roomsPerTransaction)
                    """
                ).map { try $0.get("id") }
                for room in rooms { try replaceAccessNumber(of: room, transaction) }
                return rooms.count == roomsPerTransaction
            }
            guard left else { return }
        }
    }
}
