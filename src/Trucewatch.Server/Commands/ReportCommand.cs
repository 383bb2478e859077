using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text;
using Trucewatch.Domain.Agreements;
using Trucewatch.Reports.Daily;
using Trucewatch.Reports.Language;
using Trucewatch.Reports.Printing;
using Trucewatch.Reports.Release;
using Trucewatch.Server.Hosting;
using Trucewatch.Server.Reporting;
using Trucewatch.Storage.Sqlite;

namespace Trucewatch.Server.Commands;

/// <summary><c>report daily</c>: the daily report of a data folder.</summary>
internal static class ReportCommand
{
    private static readonly string[] formats = ["html", "pdf", "json", "csv"];

    public static Command Build() => new("report", "Print reports from a record") { Daily() };

    private static Command Daily()
    {
        var date = new Option<string>("--date")
        {
            Description = "Day of the report (YYYY-MM-DD); it covers 19:30 of the day before to 19:30, local time",
            Required = true,
            HelpName = "DAY",
        };
        var lang = new Option<string>("--lang")
        {
            Description = "Language: en, uk or ru", DefaultValueFactory = _ => "en",
        };
        lang.AcceptOnlyFromAmong([.. Tongues.All.Select(Tongues.Code)]);
        var audience = new Option<string>("--audience")
        {
            Description = "Whom it is for: mission, public, or the id of a party; others see later and coarser, or "
                + "nothing",
            DefaultValueFactory = _ => "mission",
        };
        var format = new Option<string>("--format")
        {
            Description = "Form: html, pdf, json, or csv (the annex of incidents)", DefaultValueFactory = _ => "html",
        };
        format.AcceptOnlyFromAmong(formats);
        var to = new Option<string?>("--out")
        {
            Description = "File to write; standard output without it", HelpName = "FILE",
        };
        var edits = new Option<string?>("--edits")
        {
            Description = "Changes of people to sentences, a JSON object a line: sentence, was, is, by, why. They are "
                + "marked, and what stood there stays in the report",
            HelpName = "FILE",
        };
        var data = EvidenceCommand.Data();
        var pack = new Option<string?>("--agreement")
        {
            Description = "Agreement pack of the record, where it is none of the bundled ones", HelpName = "DIR",
        };
        var command = new Command(
            "daily",
            "The daily report: how many incidents over how much that was watched, what was not watched and through "
            + "whom, each incident, replies and corrections; every sentence names its records, and the same record "
            + "gives the same bytes")
        {
            date, lang, audience, format, to, edits, data, pack,
        };
        command.SetAction(parsed =>
        {
            var folder = EvidenceBundleCommand.OpenData(parsed.GetValue(data)!);
            var agreement = Open(folder, parsed.GetValue(pack));
            using var store = SqlitePictureStore.Open(folder.Picture);
            var record = DailyRecordMaker.Make(
                agreement, folder, store, Reader(agreement, parsed.GetValue(audience)!), Day(parsed.GetValue(date)!),
                Edits(parsed.GetValue(edits)));
            Write(Print(record, Tongues.OfCode(parsed.GetValue(lang)!)!.Value, parsed.GetValue(format)!),
                parsed.GetValue(to));
            return CommandTable.Done;
        });
        return command;
    }

    private static Agreement Open(DataFolder folder, string? pack)
    {
        var bound = folder.AgreementHash
            ?? throw new UnusableException($"{folder.Path}: expected the record of a service, found none");
        var found = pack ?? AgreementFolder.FindByHash(bound)
            ?? throw new UnusableException(
                $"{folder.Path}: its agreement {bound} is none of the bundled ones; name it with --agreement DIR");
        var agreement = AgreementFolder.Open(found);
        return agreement.Hash == bound
            ? agreement
            : throw new UnusableException($"--agreement {found}: expected {bound}, got {agreement.Hash}");
    }

    private static Audience Reader(Agreement agreement, string id) => id switch
    {
        "mission" => Audience.Mission,
        "public" => Audience.Public,
        _ when agreement.Parties.Any(party => party.Id == id) => Audience.Party(id),
        _ => throw new UnusableException(
            $"--audience: expected mission, public or one of {string.Join(", ", agreement.Parties.Select(p => p.Id))}, "
            + $"got {id}"),
    };

    private static DateOnly Day(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            && day > DateOnly.MinValue
            ? day
            : throw new UnusableException($"--date: expected a day such as 2030-06-03, got {text}");

    private static ImmutableArray<SentenceEdit> Edits(string? file)
    {
        if (file is null)
        {
            return [];
        }

        if (!File.Exists(file) || new FileInfo(file).Length > SentenceEdit.MaxFileBytes)
        {
            throw new UnusableException(FormattableString.Invariant(
                $"--edits {file}: expected a file of at most {SentenceEdit.MaxFileBytes} bytes, found none"));
        }

        try
        {
            return SentenceEdit.Read(File.ReadAllText(file));
        }
        catch (FormatException problem)
        {
            throw new UnusableException($"--edits {file}: {problem.Message}");
        }
    }

    private static byte[] Print(DailyRecord record, Tongue tongue, string format)
    {
        try
        {
            return format switch
            {
                "csv" => Encoding.UTF8.GetBytes(ReportCsv.Write(record)),
                "json" => ReportJson.Write(DailyReport.Make(record, tongue)),
                "pdf" => ReportPdf.Write(DailyReport.Make(record, tongue), record.Window.Until),
                _ => Encoding.UTF8.GetBytes(ReportHtml.Write(DailyReport.Make(record, tongue))),
            };
        }
        catch (FormatException problem)
        {
            throw new UnusableException($"--edits: {problem.Message}");
        }
    }

    private static void Write(byte[] bytes, string? file)
    {
        if (file is null or "-")
        {
            using var output = Console.OpenStandardOutput();
            output.Write(bytes);
        }
        else
        {
            File.WriteAllBytes(file, bytes);
        }
    }
}
