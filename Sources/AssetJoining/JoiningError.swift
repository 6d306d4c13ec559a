/// Why a side's files cannot be joined, in a sentence for whoever builds.
package struct JoiningError: Error, Equatable, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }
}
