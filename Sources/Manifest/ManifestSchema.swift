/// The manifest's form as a JSON Schema (draft 2020-12), for editors and other tools. It says
/// what one document may look like; what holds between its parts, only `validate` checks.
package enum ManifestSchema {
    // A value or a label is the text as written, but a reader of YAML hands `no` and `1.10` to a schema as a
    // boolean and a number.
    package static let text = #"""
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "title": "omnienv manifest",
          "description": "Base connections of an Omni organization, their environments, and the user attribute values that lead to each.",
          "type": "object",
          "required": ["version"],
          "additionalProperties": false,
          "patternProperties": {"^x-": {"description": "The author's own, for anchors."}},
          "properties": {
            "version": {"const": 1},
            "instance": {
              "description": "Omni's address. omnienv refuses to run against another one.",
              "type": "string",
              "pattern": "^https?://[^\\s]+$"
            },
            "requires": {
              "description": "The versions of omnienv that may read this, such as >= 0.9, < 2.",
              "type": "string",
              "pattern": "^ *(>=|<=|>|<|=) *[0-9]+([.][0-9]+){0,2}(-[^ ,]*)? *(, *(>=|<=|>|<|=) *[0-9]+([.][0-9]+){0,2}(-[^ ,]*)? *)*$"
            },
            "baseConnections": {
              "description": "Base connections by a label of yours.",
              "type": "object",
              "propertyNames": {"$ref": "#/$defs/label"},
              "additionalProperties": {"$ref": "#/$defs/baseConnection"}
            },
            "expectations": {
              "description": "Per base label: values, each with what it must reach.",
              "type": "object",
              "additionalProperties": {
                "type": "object",
                "additionalProperties": {"$ref": "#/$defs/target"}
              }
            }
          },
          "$defs": {
            "text": {"type": ["string", "number", "boolean"]},
            "target": {
              "description": "base, the label of an environment, or a connection.",
              "anyOf": [
                {"$ref": "#/$defs/text"},
                {
                  "type": "object",
                  "required": ["connection"],
                  "additionalProperties": false,
                  "properties": {"connection": {"$ref": "#/$defs/connection"}}
                }
              ]
            },
            "label": {"type": "string", "minLength": 1, "maxLength": 256, "pattern": "^[^/\\u0000-\\u001f\\u007f-\\u009f]*$"},
            "connection": {
              "description": "The id of a connection, or its exact name in Omni.",
              "type": ["string", "number", "boolean"],
              "minLength": 1,
              "maxLength": 1024
            },
            "values": {
              "type": "array",
              "items": {
                "type": ["string", "number", "boolean"],
                "minLength": 1,
                "maxLength": 1024,
                "pattern": "^[^\\s,]([^,\\u0000-\\u001f\\u007f-\\u009f]*[^\\s,])?$"
              }
            },
            "baseConnection": {
              "type": "object",
              "required": ["connection", "environments"],
              "additionalProperties": false,
              "properties": {
                "connection": {"$ref": "#/$defs/connection"},
                "userAttribute": {
                  "description": "What chooses an environment for a user. Left alone when absent.",
                  "type": "object",
                  "required": ["name"],
                  "additionalProperties": false,
                  "properties": {
                    "name": {"type": ["string", "number", "boolean"], "minLength": 1, "maxLength": 1024},
                    "defaultValues": {
                      "description": "The values that mean the base connection itself.",
                      "$ref": "#/$defs/values"
                    }
                  }
                },
                "usersWithoutValue": {
                  "description": "Where users go who have no value of their own, by the attribute's default value. Asserted, never set.",
                  "$ref": "#/$defs/target"
                },
                "branchOverride": {
                  "description": "Whether a branch may have an environment of its own. Asserted, never set.",
                  "type": "boolean"
                },
                "isolation": {
                  "description": "strict refuses a plan in which a routed value reaches the base connection.",
                  "enum": ["report", "strict"]
                },
                "allowFallback": {
                  "description": "With isolation: strict, the values that may reach the base connection all the same.",
                  "$ref": "#/$defs/values"
                },
                "environments": {
                  "description": "Environments by a label of yours.",
                  "type": "object",
                  "propertyNames": {
                    "allOf": [{"$ref": "#/$defs/label"}, {"not": {"const": "base"}}]
                  },
                  "additionalProperties": {"$ref": "#/$defs/environment"}
                }
              }
            },
            "environment": {
              "type": "object",
              "required": ["connection", "userAttributeValues"],
              "additionalProperties": false,
              "properties": {
                "connection": {"$ref": "#/$defs/connection"},
                "userAttributeValues": {
                  "description": "The values that lead here; none for an environment that only branches switch to.",
                  "$ref": "#/$defs/values"
                },
                "protect": {
                  "description": "Never detached or emptied until this is lifted.",
                  "type": "boolean"
                }
              }
            }
          }
        }

        """#
}
