import FoundationEssentials
import NIOConcurrencyHelpers
import NIOSSL

/// The server's certificate chain and private key, from PEM files; read again when asked, so that
/// a renewed certificate needs no restart. TLS 1.2 (RFC 5246) and 1.3 (RFC 8446).
package final class TLSIdentity: Sendable {
    private let certificate: String
    private let key: String
    private let context: NIOLockedValueBox<NIOSSLContext>

    /// Throws `TLSError` with what is wrong.
    package init(certificate: String, key: String) throws(TLSError) {
        self.certificate = certificate
        self.key = key
        context = NIOLockedValueBox(try Self.load(certificate: certificate, key: key))
    }

    /// New connections get what the files hold now; where they cannot be used, nothing changes.
    package func reload() throws(TLSError) {
        let context = try Self.load(certificate: certificate, key: key)
        self.context.withLockedValue { $0 = context }
    }

    func handler() -> NIOSSLServerHandler {
        NIOSSLServerHandler(context: context.withLockedValue { $0 })
    }

    private static func load(
        certificate: String, key: String
    ) throws(TLSError) -> NIOSSLContext {
        for file in [certificate, key]
        where !FileManager.default.isReadableFile(atPath: file) {
            throw .unreadable(file: file)
        }
        let chain = try? NIOSSLCertificate.fromPEMFile(certificate)  // whatever else it holds
        guard let chain, !chain.isEmpty else { throw .noCertificate(file: certificate) }
        let privateKey = try? NIOSSLPrivateKey(file: key, format: .pem)  // whatever else it holds
        guard let privateKey else { throw .noKey(file: key) }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(privateKey))
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        do {
            return try NIOSSLContext(configuration: configuration)
        } catch {
            throw .mismatch(certificate: certificate, key: key)
        }
    }
}

/// Why certificate and key cannot be used, in a sentence for the operator.
package enum TLSError: Error, Equatable, CustomStringConvertible {
    case unreadable(file: String)
    case noCertificate(file: String)
    case noKey(file: String)
    case mismatch(certificate: String, key: String)

    package var description: String {
        switch self {
        case .unreadable(let file): "\(file) is not there, or may not be read."
        case .noCertificate(let file): "\(file) holds no certificate in PEM format."
        case .noKey(let file): "\(file) holds no private key in PEM format without a password."
        case .mismatch(let certificate, let key):
            "The key in \(key) does not belong to the first certificate in \(certificate)."
        }
    }
}
