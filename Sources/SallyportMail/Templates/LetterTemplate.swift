import Mustache

/// Our own templates for letters of one kind in one language: ``Phrases``, poured into the one layout of all.
struct LetterTemplate: Sendable {
    let subject: MustacheTemplate
    let text: MustacheTemplate
    let html: MustacheTemplate

    init(_ phrases: Phrases, in language: LetterLanguage) throws(MailConfigurationFailure) {
        subject = try .plain(phrases.subject, called: "subject")
        text = try .plain(Self.text(phrases), called: "text")
        html = try .markup(Self.html(phrases, in: language), called: "html")
    }

    private static func text(_ phrases: Phrases) -> String {
        var blocks = ["{{projectName}}", greeting(phrases)] + phrases.paragraphs
        if phrases.link != nil { blocks.append("{{url}}") }
        if let validity = phrases.validity { blocks.append("{{#lifetime}}\(validity){{/lifetime}}") }
        // RFC 3676 section 4.3: what stands below is a signature.
        blocks += [phrases.closing, "-- \n{{projectName}}{{#projectUrl}}\n{{projectUrl}}{{/projectUrl}}\n"]
        return blocks.joined(separator: "\n\n")
    }

    /// Mail programs know little of CSS: what a piece looks like stands with the piece. No image: those are loaded from
    /// elsewhere, and tell who reads.
    private static func html(_ phrases: Phrases, in language: LetterLanguage) -> String {
        let link = phrases.link.map { link in
            """
            <p style="margin: 24px 0"><a href="{{url}}" style="display: inline-block; padding: 12px 24px; \
            border-radius: 6px; background-color: {{projectColor}}; color: {{buttonTextColor}}; font-weight: bold; \
            text-decoration: none">\(link.button)</a></p>
            <p style="margin: 0 0 16px; font-size: 14px; color: #4F5464">\(link.hint)<br>
            <a href="{{url}}" style="color: #1A4FB4; word-break: break-all">{{url}}</a></p>
            """
        }
        let validity = phrases.validity.map { "{{#lifetime}}\(paragraph($0)){{/lifetime}}" }
        let blocks =
            [paragraph(greeting(phrases))] + phrases.paragraphs.map(paragraph)
            + [link, validity].compactMap { $0 } + [paragraph(phrases.closing)]
        return """
            <!DOCTYPE html>
            <html lang="\(language.rawValue)">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(phrases.subject)</title>
            </head>
            <body style="margin: 0; padding: 24px 16px; background-color: #F0F4F9; color: #172940; \
            font: 16px/1.5 -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif">
            <div role="article" lang="\(language.rawValue)" style="max-width: 560px; margin: 0 auto; padding: 24px; \
            background-color: #FFFFFF; border-top: 4px solid {{projectColor}}; border-radius: 6px">
            <h1 style="margin: 0 0 24px; font-size: 20px; line-height: 1.3">{{projectName}}</h1>
            \(blocks.joined(separator: "\n"))
            <p style="margin: 24px 0 0; font-size: 14px; color: #4F5464">\
            {{#projectLink}}<a href="{{projectLink}}" style="color: #1A4FB4">{{projectName}}</a>{{/projectLink}}\
            {{^projectLink}}{{projectName}}{{/projectLink}}</p>
            </div>
            </body>
            </html>

            """
    }

    private static func greeting(_ phrases: Phrases) -> String {
        "{{#greetingName}}\(phrases.greeting.named){{/greetingName}}"
            + "{{^greetingName}}\(phrases.greeting.unnamed){{/greetingName}}"
    }

    private static func paragraph(_ text: String) -> String {
        "<p style=\"margin: 0 0 16px\">\(text)</p>"
    }
}

extension MustacheTemplate {
    /// A template whose values are not escaped.
    static func plain(_ text: String, called name: String) throws(MailConfigurationFailure) -> MustacheTemplate {
        // On the first line of the text, so that an error names the right line.
        try parsing("{{% CONTENT_TYPE: TEXT}}" + text, called: name)
    }

    /// A template whose values are escaped for HTML.
    static func markup(_ text: String, called name: String) throws(MailConfigurationFailure) -> MustacheTemplate {
        try parsing(text, called: name)
    }

    private static func parsing(
        _ text: String, called name: String
    ) throws(MailConfigurationFailure) -> MustacheTemplate {
        do {
            return try MustacheTemplate(string: text)
        } catch let error as MustacheTemplate.ParserError {
            throw MailConfigurationFailure(
                """
                The mail template \(name) does not parse, line \(error.context.lineNumber): \(error.error). It is read \
                as Mustache.
                """)
        } catch {
            throw MailConfigurationFailure("The mail template \(name) does not parse: \(error).")
        }
    }
}
