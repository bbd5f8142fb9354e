import ArgumentParser
import OmniAPI

struct ConnectionOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Omni's address, with or without /api. Without it OMNI_BASE_URL, or the address of the profile that gives the token.",
            valueName: "url"
        )
    )
    var baseURL: String?

    @Option(
        help: ArgumentHelp(
            "A file that holds the API token. Without it --profile's, OMNI_API_TOKEN, OMNI_API_KEY, or the default profile's.",
            valueName: "path"
        ),
        transform: GivenPath.checked
    )
    var tokenFile: String?

    @Option(help: ArgumentHelp("A profile of Omni's own command line.", valueName: "name"))
    var profile: String?

    @Option(help: ArgumentHelp("How many requests to send in any 60 seconds.", valueName: "requests"))
    var rate = ClientSettings.defaultRate

    func validate() throws {
        if rate < 1 { throw ValidationError("--rate takes a number from 1 up") }
    }
}
