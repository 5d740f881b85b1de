import Foundation
import Mustache
import SallyportCore

/// The templates in a folder that replace ours.
struct TemplateOverrides: Sendable {
    /// A part of a letter, by how the names of its files end.
    enum Part: String, Sendable, CaseIterable {
        // The longer ending comes first.
        case subject = ".subject.txt"
        case text = ".txt"
        case html = ".html"
    }

    private struct Key: Hashable {
        var part: Part
        var kind: Letter.Kind
        /// `nil` is any.
        var language: String?
    }

    /// What will not be used, or not as it was meant, each with the cure.
    private(set) var warnings: [String] = []
    private var templates: [Key: MustacheTemplate] = [:]

    /// - Parameter folder: it need not be there.
    init(folder: String?) throws(MailConfigurationFailure) {
        guard let folder, let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else { return }
        for name in names.sorted() where !name.hasPrefix(".") {
            let path = URL(filePath: folder, directoryHint: .isDirectory).appending(path: name).path
            if name.hasSuffix(".liquid") {
                warnings.append(
                    """
                    The mail template \(path) is not used: it is written for Liquid. Rename it so that it ends in .html, \
                    and write it in Mustache syntax.
                    """)
            } else if let part = Part.allCases.first(where: { name.hasSuffix($0.rawValue) }) {
                try take(part, of: name, at: path)
            }
        }
    }

    /// The template in a language, or else in it whatever the country, or else the one for any language, where `language`
    /// is `nil`; `nil` if there is none.
    func template(
        _ part: Part, of kind: Letter.Kind, in tag: String
    ) -> (template: MustacheTemplate, language: String?)? {
        for language in [tag, LetterLanguage.base(of: tag), nil] {
            if let found = templates[Key(part: part, kind: kind, language: language)] { return (found, language) }
        }
        return nil
    }

    /// Whether there is a template in that language, of any part.
    func has(_ kind: Letter.Kind, in tag: String) -> Bool {
        let languages = [tag, LetterLanguage.base(of: tag)]
        return templates.keys.contains { $0.kind == kind && $0.language.map(languages.contains) ?? false }
    }

    private mutating func take(_ part: Part, of name: String, at path: String) throws(MailConfigurationFailure) {
        let words = name.dropLast(part.rawValue.count).split(separator: ".", omittingEmptySubsequences: false)
        guard let kind = words.first.flatMap({ Letter.Kind(rawValue: String($0)) }), words.count <= 2 else {
            let kinds = Letter.Kind.allCases.map(\.rawValue).joined(separator: ", ")
            warnings.append(
                """
                The mail template \(path) is not used: a name is one of \(kinds), then a language or nothing, then \
                \(Part.html.rawValue), \(Part.text.rawValue) or \(Part.subject.rawValue).
                """)
            return
        }
        guard let data = FileManager.default.contents(atPath: path), let text = String(data: data, encoding: .utf8)
        else {
            throw MailConfigurationFailure("The mail template \(path) cannot be read, or is not UTF-8.")
        }
        let template = try part == .html ? MustacheTemplate.markup(text, called: path) : .plain(text, called: path)
        if part != .subject, kind.hasLink, !template.render(["url": "sallyport:link"]).contains("sallyport:link") {
            warnings.append("The mail template \(path) does not say where to go: write {{url}} where the link belongs.")
        }
        let language = words.count == 2 ? LetterLanguage.tag(String(words[1])) : nil
        templates[Key(part: part, kind: kind, language: language)] = template
    }
}

extension Letter.Kind {
    /// Whether its letters lead somewhere.
    fileprivate var hasLink: Bool { purpose != nil }
}
