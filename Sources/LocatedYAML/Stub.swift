import CLibYAML
package func version() -> String { String(cString: yaml_get_version_string()) }
