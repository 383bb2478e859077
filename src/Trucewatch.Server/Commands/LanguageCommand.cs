using System.CommandLine;
using System.Text;
using Trucewatch.Reports.Language;

namespace Trucewatch.Server.Commands;

/// <summary><c>language lint</c> and <c>language terms</c>.</summary>
internal static class LanguageCommand
{
    private const int MaxTextBytes = 4 << 20;

    public static Command Build() => new(
        "language", "Neutral words: check a text, list the terms of the mission in three languages")
    {
        Lint(), ListTerms(),
    };

    private static Command Lint()
    {
        var file = new Argument<string?>("FILE")
        {
            Description = "Text in UTF-8; '-' or none is standard input", DefaultValueFactory = _ => null,
        };
        var lang = new Option<string>("--lang") { Description = "Language of the text: en, uk or ru", Required = true };
        lang.AcceptOnlyFromAmong([.. Tongues.All.Select(Tongues.Code)]);
        var command = new Command(
            "lint",
            "Find words that judge, insult or take a side; each flag says why and what to say instead. Exit 1 where a "
            + "word must not or should not stand")
        {
            file, lang,
        };
        command.SetAction(parsed =>
        {
            using var output = CommandTable.OpenOutput();
            return Lint(parsed.GetValue(file) ?? "-", parsed.GetValue(lang)!, output);
        });
        return command;
    }

    /// <summary>Writes a line for each flag, and says whether a word must not or should not stand.</summary>
    internal static int Lint(string name, string lang, TextWriter output)
    {
        var flags = LoadedWords.Check(ReadText(name), Tongues.OfCode(lang)!.Value);
        foreach (var flag in flags)
        {
            output.Write(FormattableString.Invariant($"{name}:{flag.Line}:{flag.Column}: "));
            output.Write($"{flag.Severity.ToString().ToLowerInvariant()}: '{flag.Words}'");
            output.Write(flag.IsQuoted ? " (quoted)" : "");
            output.Write(flag.Instead.Length > 0 ? $", instead: {flag.Instead}" : "");
            output.Write($". {flag.Reason}");
            output.WriteLine(flag.Unless.Length > 0 ? $". Fine as: {flag.Unless}" : "");
        }

        return flags.Any(flag => flag.Severity != FlagSeverity.Info) ? CommandTable.Negative : CommandTable.Done;
    }

    private static Command ListTerms()
    {
        var open = new Option<bool>("--open")
        {
            Description = "Only terms that are not translated, or that no native reader has checked",
        };
        var command = new Command("terms", "The terms as CSV, with what is not translated or not checked yet") { open };
        command.SetAction(parsed =>
        {
            using var output = CommandTable.OpenOutput();
            output.WriteLine("id,en,uk,ru,translated,attested,reviewed");
            foreach (var term in Terms.All)
            {
                var isTranslated = term.Uk.Length > 0 && term.Ru.Length > 0;
                if (!parsed.GetValue(open) || !isTranslated || !term.IsReviewed)
                {
                    output.WriteLine(string.Join(',', [
                        term.Id, Quoted(term.En), Quoted(term.Uk), Quoted(term.Ru), Word(isTranslated),
                        Word(term.IsAttested), Word(term.IsReviewed)]));
                }
            }

            return CommandTable.Done;
        });
        return command;
    }

    private static string Word(bool value) => value ? "yes" : "no";

    private static string Quoted(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string ReadText(string name)
    {
        using var input = CommandTable.OpenInput(name);
        using var bytes = new MemoryStream();
        var buffer = new byte[1 << 16];
        for (var read = input.Read(buffer); read > 0; read = input.Read(buffer))
        {
            bytes.Write(buffer, 0, read);
            if (bytes.Length > MaxTextBytes)
            {
                throw new UnusableException(FormattableString.Invariant(
                    $"{name}: expected at most {MaxTextBytes} bytes of text, got more"));
            }
        }

        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes.ToArray()).TrimStart('\ufeff');
        }
        catch (DecoderFallbackException)
        {
            throw new UnusableException($"{name}: expected text in UTF-8, got bytes that are none");
        }
    }
}
