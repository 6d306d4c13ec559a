import FoyerCore
import Storage

extension Service {
    /// The token behind a room's access number (ROOM-3), however it was typed.
    ///
    /// Throws `.fieldInvalid` for what is no such number, `.accessNumberUnknown` for one that leads
    /// nowhere, `.roomLinkReplaced` for one that has a successor.
    package func roomToken(accessNumber typed: String) async throws -> String {
        guard let number = AccessNumber(typed: typed) else {
            throw Refusal.fieldInvalid(field: "number", rule: .accessNumber)
        }
        return try await database.read { transaction in
            let row = try transaction.first(
                """
                SELECT token FROM room
                WHERE access_number = \(number.digits) AND deleted_at_ms IS NULL
                """)
            if let row { return try row.get("token") }
            let former = try transaction.first(
                """
                SELECT room.id FROM room_number_replaced
                JOIN room ON room.id = room_number_replaced.room_id
                WHERE room_number_replaced.number = \(number.digits)
                    AND room.deleted_at_ms IS NULL
                """)
            throw former == nil ? Refusal.accessNumberUnknown : Refusal.roomLinkReplaced
        }
    }
}
