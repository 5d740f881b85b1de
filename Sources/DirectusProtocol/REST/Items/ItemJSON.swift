import SallyportCore

extension JSON {
    /// A value as Directus shows it: moments as text, secrets as ten asterisks (Directus spec section 2.1).
    init(_ value: ItemValue) {
        switch value {
        case .null: self = .null
        case .text(let text): self = .string(text)
        case .integer(let number): self = .integer(number)
        case .flag(let flag): self = .bool(flag)
        case .moment(let moment): self = .string(moment.text)
        case .json(let json): self = json
        case .concealed: self = "**********"
        case .list(let values): self = .array(values.map { JSON($0) })
        case .item(let item): self = JSON(item)
        }
    }

    /// An item with its members in their order.
    init(_ item: Item) {
        var object = JSON.Object()
        for member in item.members { object.append(member.name, JSON(member.value)) }
        self = .object(object)
    }
}
