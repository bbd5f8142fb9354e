import Manifest
import Testing

@Suite struct OnePassTests {
    static let text = """
        version: «01»2
        instance: «02»http://myorg.omniapp.co
        baseConnections:
          warehouse:
            connection: c0f12353-4817-4398-bcc0-d501e6dd2f64
            userAttribute: {name: environment, defaultValues: [prod, «03»""]}
            isolation: «04»stict
            environments:
              dev:
                connection: «05»c0f12353-4817-4398-bcc0-d501e6dd2f64
                userAttributeValues: [dev, staging, «06»prod, «07»Dev]
              eu:
                connection: «08»[EU]
                userAttributeValues: [eu, «09»staging, «10»"a,b", «11»" x", «12»~]
                protect: «13»yes
              us:
                «14»conection: US
                userAttributeValues: [«15»eu]
              «16»a/b: {connection: AB, userAttributeValues: []}
          lake: «17»Lake
          «18»copy: {connection: «19»c0f12353-4817-4398-bcc0-d501e6dd2f64}
        expectations:
          «20»warehose: {dev: dev}
          warehouse: {eu: «21»dev, us: «22»usa}
        """

    @Test func everyErrorIsShownInThePlaceOrder() {
        let checked = CheckedManifest(Self.text)
        let places = checked.lines.filter { !$0.hasPrefix(" ") }.map { String($0.prefix(2)) }
        #expect(places == (1...22).map { $0 < 10 ? "0\($0)" : "\($0)" })
        #expect(checked.loaded.manifest == nil)
    }
}
