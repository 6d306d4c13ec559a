import NIOWebSocket
@main struct Main { static func main() {} }
