/// How much of a foreign JSON text is read before it is refused.
package struct JSONLimits: Equatable, Sendable {
    /// Length of the whole text.
    package var bytesMax: Int
    /// Arrays and objects open at the same time; a lone scalar has depth 0.
    package var depthMax: Int
    /// Values of all kinds in the whole text, containers included.
    package var countMax: Int

    package init(
        bytesMax: Int = WireLimit.jsonBytesMax, depthMax: Int = WireLimit.jsonDepthMax,
        countMax: Int = WireLimit.jsonValueCountMax
    ) {
        self.bytesMax = bytesMax
        self.depthMax = depthMax
        self.countMax = countMax
    }
}
