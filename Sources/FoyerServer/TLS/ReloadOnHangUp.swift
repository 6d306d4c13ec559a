import Logging
import ServiceLifecycle
import UnixSignals

/// Reads certificate and key again at SIGHUP, as programs that renew certificates send it. Without
/// them there is nothing to read, and the server goes on as it was.
struct ReloadOnHangUp: ServiceLifecycle.Service {
    let identity: TLSIdentity?
    let logger: Logger

    func run() async throws {
        let signals = await UnixSignalsSequence(trapping: .sighup)
        for await _ in signals.cancelOnGracefulShutdown() {
            guard let identity else {
                logger.info("There is nothing to read again: Foyer speaks no TLS here")
                continue
            }
            do {
                try identity.reload()
                logger.info("The certificate was read again")
            } catch {
                logger.error(
                    "The certificate stays as it was", metadata: ["reason": "\(error)"])
            }
        }
    }
}
