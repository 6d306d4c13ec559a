/// Why a command was not done. Closed: the one table in FoyerAPI turns each case into a stable
/// code, a status and a safe sentence (docs/decisions/0010). After a refusal the state is
/// unchanged.
package enum Refusal: Error, Equatable, Sendable {
    // At the door.
    case fieldMissing(field: String)
    case fieldTooLong(field: String, charactersMax: Int)
    case fieldOutOfRange(field: String, min: Int, max: Int)
    case fieldInvalid(field: String, rule: FieldRule)
    case fieldNotOneOf(field: String, values: [String])
    /// A list has fewer or more entries than it may.
    case listOutOfRange(field: String, min: Int, max: Int)
    /// A list's texts are too long all together.
    case listTooLong(field: String, bytesMax: Int)
    case bodyTooLong(bytesMax: Int)
    /// `field`: where the picture stands in a body; `image` where it is the body.
    case imageRefused(ImageProblem, field: String = "image")
    case puzzleWrong
    case puzzleExpired
    case tooManyRequests(retryAfterSeconds: Int)

    // Who asks.
    case wrongEmailOrPassword
    case notLoggedOn
    case administratorsOnly
    case linkUsedOrExpired
    case roomLinkUnknown
    /// It was the room's link until an administrator made another (ROOM-3).
    case roomLinkReplaced
    /// It was an agent's private link until it was taken away (PRIV-1).
    case roomLinkEnded
    /// No room has this access number, and none had.
    case accessNumberUnknown
    /// Absent and forbidden answer alike.
    case notFound

    // The state of things.
    case chatAlreadyOpen
    case chatEnded
    case chatNotServed
    case chatNotWaiting
    /// The same `cid` came with another body.
    case cidReused
    case offerTaken
    case offerGone
    case servingNow
    case actionOff
    /// The agent of this private room has left the room or was shut out (PRIV-1).
    case privateRoomUnanswered
    case emailInUse
    /// Somebody who can log on must stay administrator.
    case lastAdministrator
    case roomNameInUse
    /// The company's pictures have no place left.
    case imagesFull(bytesMax: Int)
    case tooManyRooms(countMax: Int)
    /// The company's plan has no more rooms (CO-2).
    case planLimitReached(plan: String, max: Int)
    /// The company's plan lacks what this setting needs.
    case planLacksFeature(field: String, plan: String)
    /// `GENERAL` keeps its name and stays (ROOM-2).
    case roomProtected
    /// A chat is open in the room.
    case roomInUse
    /// Somebody else edited the room's settings since the asker read them (ROOM-5).
    case draftChanged
    /// Settings of this room wait for their time already.
    case alreadyScheduled
    /// A room's file was written by a newer version of Foyer (ROOM-7).
    case fileFromNewerVersion
    case alreadySetUp
}

/// What a field should have been.
package enum FieldRule: String, Sendable, Equatable {
    case emailAddress, password, hexDigits, roomName, id
    /// U+0000 cannot be stored by every engine.
    case noNull
    /// The setting's kind: flag, whole number or text.
    case flag, wholeNumber, text
    /// A list of the form's own fields.
    case customFields
    /// 1 to 16 of `a-z0-9`.
    case key
    /// It is there twice.
    case unique
    /// The key of an earlier choice or check box.
    case earlierField
    /// Only a choice has choices.
    case choicesOfOther
    /// `#rrggbb`, or nothing.
    case colour
    /// A picture that was uploaded, an `https` address, or nothing.
    case image
    /// No picture of this company has that hash.
    case imageUnknown
    /// No line ends, no control characters, nothing that turns the direction of what follows.
    case plainLine
    /// The agent does not serve the room.
    case servesRoom
    /// Eight digits.
    case accessNumber
    /// No such setting or column.
    case unknown
}
