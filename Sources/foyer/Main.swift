import AsyncHTTPClient
import ArgumentParser
import FoyerServer
@main struct Main { static func main() {} }
