/// What somebody who has no manifest begins with. All of it can be read, also what is commented out.
package enum FirstManifest {
    /// A manifest to begin with, with a comment on every part; it is valid as it stands.
    package static let text = """
        # The connection environments of an Omni organization. "omnienv validate" checks this file,
        # "omnienv plan" shows what would change in Omni, "omnienv apply" changes it.
        version: 1
        # instance: https://myorg.omniapp.co   # run against no other Omni than this one

        baseConnections:
          warehouse:                           # a label of yours
            connection: Snowflake              # the connection's exact name in Omni, or its id
            userAttribute:                     # what leads a user to an environment
              name: environment                # its reference in Omni
              defaultValues: [prod]            # values that mean the base connection itself
            # isolation: strict                # refuse a plan that routes users to the base on their way
            environments:
              dev:                             # messages call it warehouse/dev
                connection: Snowflake (dev)
                userAttributeValues: [dev, staging]
                # protect: true                # never detached or emptied while this stands here

        # expectations:                        # "omnienv validate" proves them
        #   warehouse:
        #     staging: dev
        #     nobody: base

        """
}
