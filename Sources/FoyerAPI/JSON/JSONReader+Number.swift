extension JSONReader {
    /// A number as it was written.
    package enum Number: Equatable, Sendable {
        case int(Int64)
        /// A valid JSON number with a fraction or an exponent, or beyond `Int64`: its own text.
        case other(String)
    }

    package mutating func int() throws(JSONError) -> Int64 {
        let start = try numberStart()
        let token = try numberToken()
        guard token.isInteger else { throw JSONError(.invalidNumber, at: start) }
        guard let value = token.value else { throw JSONError(.integerOutOfRange, at: start) }
        return value
    }

    package mutating func number() throws(JSONError) -> Number {
        let start = try numberStart()
        if let value = try numberToken().value { return .int(value) }
        return .other(String(decoding: bytes[start..<position], as: UTF8.self))
    }

    private mutating func numberStart() throws(JSONError) -> Int {
        switch try peekByte() {
        case 0x2d, 0x30...0x39: return position
        default: throw JSONError(.expected(.number), at: position)
        }
    }

    /// Reads one number; `value` is nil unless it is an integer that fits.
    private mutating func numberToken() throws(JSONError) -> (isInteger: Bool, value: Int64?) {
        let isNegative = bytes[position] == 0x2d
        if isNegative { position += 1 }
        let digits = position
        // Counted below zero, where Int64 has room for one more.
        var value: Int64? = 0
        while position < bytes.count, case let digit = bytes[position] &- 0x30, digit < 10 {
            value = value.flatMap { $0.appending(negatedDigit: digit) }
            position += 1
        }
        guard position > digits else { throw numberError() }
        if bytes[digits] == 0x30, position > digits + 1 {
            throw JSONError(.invalidNumber, at: digits + 1)
        }
        let isInteger = try !passFractionAndExponent()
        if !isNegative {
            value = value.flatMap { $0 == .min ? nil : -$0 }
        }
        return (isInteger, isInteger ? value : nil)
    }

    /// Tells whether there was either.
    private mutating func passFractionAndExponent() throws(JSONError) -> Bool {
        var found = false
        if position < bytes.count, bytes[position] == 0x2e {
            found = true
            position += 1
            try passDigits()
        }
        if position < bytes.count, bytes[position] | 0x20 == 0x65 {
            found = true
            position += 1
            if position < bytes.count, bytes[position] == 0x2b || bytes[position] == 0x2d {
                position += 1
            }
            try passDigits()
        }
        return found
    }

    private mutating func passDigits() throws(JSONError) {
        let start = position
        while position < bytes.count, bytes[position] &- 0x30 < 10 { position += 1 }
        guard position > start else { throw numberError() }
    }

    private func numberError() -> JSONError {
        JSONError(position < bytes.count ? .invalidNumber : .unexpectedEnd, at: position)
    }
}

extension Int64 {
    /// Ten times this, minus the digit; nil when that does not fit.
    fileprivate func appending(negatedDigit digit: UInt8) -> Int64? {
        let (tens, tensOverflow) = multipliedReportingOverflow(by: 10)
        let (sum, sumOverflow) = tens.subtractingReportingOverflow(Int64(digit))
        return tensOverflow || sumOverflow ? nil : sum
    }
}
