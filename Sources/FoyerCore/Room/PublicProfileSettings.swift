/// Whom mail of this room comes from; what is empty is the company's (MAIL-3).
package struct PublicProfileSettings: Equatable, Sendable {
    package var companyName = ""
    package var contactEmail = ""

    package init() {}
}
