/// What a chat costs the customer (CHG-1). Money is whole numbers of the currency's smallest unit.
package struct ChargingSettings: Equatable, Sendable {
    package var method = ChargingMethod.none
    /// Whether an agent's own scheme goes before the room's.
    package var agentsOwnScheme = false
    package var currency = Currency.eur
    package var firstMinutes = 10
    package var firstFee = 0
    package var everyMinutes = 1
    package var everyFee = 0
    /// What is authorised beforehand, and never exceeded.
    package var cap = 0

    package init() {}
}

/// Who asks for the money (CHG-2, CHG-3).
package enum ChargingMethod: String, CaseIterable, Sendable {
    case none
    /// The agent sends an invoice in the chat.
    case manual
    /// By the minute, from a card that was authorised before.
    case automatic
}

/// Currencies by their ISO 4217 codes.
package enum Currency: String, CaseIterable, Sendable {
    case eur = "EUR"
    case usd = "USD"
    case gbp = "GBP"
    case chf = "CHF"
    case hkd = "HKD"
    case twd = "TWD"
    case jpy = "JPY"
    case sgd = "SGD"
    case aud = "AUD"
    case cad = "CAD"
    case aed = "AED"
    case sar = "SAR"
    case egp = "EGP"
    case inr = "INR"
    case brl = "BRL"
}
