using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text;
using Trucewatch.Domain;
using Trucewatch.Domain.Access;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Custody;
using Trucewatch.Domain.Facts;
using Trucewatch.Domain.Stores;
using Trucewatch.Reports.Documents;
using Trucewatch.Reports.Language;
using Trucewatch.Reports.Printing;
using Trucewatch.Reports.Release;
using Trucewatch.Server.Hosting;
using Trucewatch.Server.Reporting;
using Trucewatch.Storage.Sqlite;

namespace Trucewatch.Server.Commands;

/// <summary><c>report daily</c>, <c>weekly</c>, <c>spot</c> and <c>pack</c>: reports of a data folder.</summary>
internal static class ReportCommand
{
    private static readonly string[] formats = ["html", "pdf", "json", "csv"];

    public static Command Build() => new("report", "Print reports from a record")
    {
        Daily(), Weekly(), Spot(), ReportPackCommand.Build(),
    };

    /// <summary>The last day of a report.</summary>
    internal static Option<string> DateOption() => new("--date")
    {
        Description = "Last day of the report (YYYY-MM-DD); a day goes from 19:30 of the day before to 19:30, local "
            + "time",
        Required = true,
        HelpName = "DAY",
    };

    /// <summary>How many days.</summary>
    internal static Option<int> DaysOption() => new("--days")
    {
        Description = "How many days, the last one included", DefaultValueFactory = _ => 7, HelpName = "N",
    };

    /// <summary>Whom it is for.</summary>
    internal static Option<string> AudienceOption() => new("--audience")
    {
        Description = "Whom it is for: mission, public, or the id of a party; others see later and coarser, or nothing",
        DefaultValueFactory = _ => "mission",
    };

    /// <summary>The pack where it is none of ours.</summary>
    internal static Option<string?> AgreementOption() => new("--agreement")
    {
        Description = "Agreement pack of the record, where it is none of the bundled ones", HelpName = "DIR",
    };

    private static Command Daily()
    {
        var date = DateOption();
        var command = new Command(
            "daily",
            "The daily report: how many incidents over how much that was watched, what was not watched and through "
            + "whom, each incident, replies and corrections; every sentence names its records, and the same record "
            + "gives the same bytes")
        {
            date,
        };
        return WithOutput(command, ReportKind.Daily, (agreement, _, parsed) => new ReportAsked(
            ReportWindow.Of(Day(parsed.GetValue(date)!), agreement.TimeZone)));
    }

    private static Command Weekly()
    {
        var (date, days) = (DateOption(), DaysOption());
        var command = new Command(
            "weekly", "The same of several days, with a row and a rate between exact limits for each day")
        {
            date, days,
        };
        return WithOutput(command, ReportKind.Weekly, (agreement, _, parsed) => new ReportAsked(
            Days(parsed.GetValue(date)!, parsed.GetValue(days), agreement)));
    }

    private static Command Spot()
    {
        var incident = new Argument<string>("INCIDENT") { Description = "Id of the incident in the record" };
        var asOf = new Option<string?>("--as-of")
        {
            Description = "What was known at this time (RFC 3339); without it, the newest of the record",
            HelpName = "T",
        };
        var command = new Command(
            "spot", "What is known of one incident: clause, place, readings, what was watched, replies")
        {
            incident, asOf,
        };
        return WithOutput(command, ReportKind.Spot, (agreement, store, parsed) =>
        {
            var id = parsed.GetValue(incident)!;
            var until = parsed.GetValue(asOf) is { } text
                ? Instant.TryParse(text, out var at)
                    ? at
                    : throw new UnusableException($"--as-of: expected a time such as 2030-06-03T12:00:00Z, got {text}")
                : Newest(store);
            var first = store.ReadIncidentRevisions(id).Select(stored => FactJson.Read(stored.Payload))
                .OfType<IncidentFact>().FirstOrDefault(fact => fact.KnownAt <= until)
                ?? throw new UnusableException($"expected an incident that was known at {until}, got {id}");
            return new ReportAsked(
                ReportWindow.Spot(first.Incident.First, until, agreement.TimeZone), Spot: id);
        });
    }

    private static Command WithOutput(
        Command command, ReportKind kind, Func<Agreement, IPictureStore, ParseResult, ReportAsked> asked)
    {
        var lang = new Option<string>("--lang")
        {
            Description = "Language: en, uk or ru", DefaultValueFactory = _ => "en",
        };
        lang.AcceptOnlyFromAmong([.. Tongues.All.Select(Tongues.Code)]);
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
                + "marked, and what stood there stays in the report. Without it the mission's daily report has those "
                + "that were sealed in the record; an empty file gives the program's words",
            HelpName = "FILE",
        };
        var (audience, data, pack) = (AudienceOption(), EvidenceCommand.Data(), AgreementOption());
        foreach (var option in new Option[] { lang, audience, format, to, edits, data, pack })
        {
            command.Add(option);
        }

        command.SetAction(parsed =>
        {
            var folder = EvidenceBundleCommand.OpenData(parsed.GetValue(data)!);
            var agreement = Open(folder, parsed.GetValue(pack));
            using var store = SqlitePictureStore.Open(folder.Picture);
            var record = ReportRecordMaker.Make(
                agreement, folder, store, Reader(agreement, parsed.GetValue(audience)!),
                asked(agreement, store, parsed), Edits(parsed.GetValue(edits)));
            if (record.Spot is { } spot && record.Incidents.All(one => one.Incident.Id != spot))
            {
                throw new UnusableException(
                    "expected an incident that this reader may know of by then, got one that it may not");
            }

            var tongue = Tongues.OfCode(parsed.GetValue(lang)!)!.Value;
            var isSealed = kind == ReportKind.Daily && parsed.GetValue(edits) is null
                && parsed.GetValue(audience) == AccessPolicy.Mission;
            Write(
                Print(isSealed ? WithSealed(record, store, tongue) : record, tongue, kind, parsed.GetValue(format)!),
                parsed.GetValue(to));
            return CommandTable.Done;
        });
        return command;
    }

    /// <summary>The record with what people changed in its day's report, as it is sealed.</summary>
    internal static ReportRecord WithSealed(ReportRecord record, IPictureStore store, Tongue tongue) =>
        EditDesk.Edited(
            record, tongue, EditDesk.Of(EditDesk.Read(store), ReportDesk.DayId(record.Window), tongue)).Record;

    /// <summary>The newest time of the record: of what is known, or of what was done on a case.</summary>
    private static Instant Newest(IPictureStore store)
    {
        var fact = store.FindFact(store.LastFactNumber) is { } stored
            ? FactJson.Read(stored.Payload).KnownAt
            : Instant.Beginning;
        return store.ReadActs(0, int.MaxValue).Select(act => ActJson.Read(act.Payload).Case?.Act.At)
            .OfType<Instant>().Append(fact).Max();
    }

    /// <summary>The window of some days.</summary>
    internal static ReportWindow Days(string last, int days, Agreement agreement) =>
        days is >= 1 and <= ReportWindow.MaxDays
            ? ReportWindow.Of(Day(last), agreement.TimeZone, days)
            : throw new UnusableException(FormattableString.Invariant(
                $"--days: expected 1 to {ReportWindow.MaxDays}, got {days}"));

    /// <summary>The agreement of a record.</summary>
    internal static Agreement Open(DataFolder folder, string? pack)
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

    /// <summary>The audience of an option.</summary>
    internal static Audience Reader(Agreement agreement, string id) => id switch
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

    /// <summary>The bytes of a report in a form.</summary>
    internal static byte[] Print(ReportRecord record, Tongue tongue, ReportKind kind, string format)
    {
        try
        {
            return format switch
            {
                "csv" => Encoding.UTF8.GetBytes(ReportCsv.Write(record)),
                "json" => ReportJson.Write(ReportMaker.Make(record, tongue, kind)),
                "pdf" => ReportPdf.Write(ReportMaker.Make(record, tongue, kind), record.Window.Until),
                _ => Encoding.UTF8.GetBytes(ReportHtml.Write(ReportMaker.Make(record, tongue, kind))),
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
