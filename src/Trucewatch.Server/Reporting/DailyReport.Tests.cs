using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Trucewatch.Domain;
using Trucewatch.Domain.Custody;
using Trucewatch.Domain.Facts;
using Trucewatch.Domain.Incidents;
using Trucewatch.Evidence;
using Trucewatch.Reports.Documents;
using Trucewatch.Reports.Language;
using Trucewatch.Reports.Printing;
using Trucewatch.Reports.Release;
using Trucewatch.Server.Hosting;
using Trucewatch.Server.Intake;
using Trucewatch.Simulation.Scenarios;
using Trucewatch.Storage.Sqlite;
using Trucewatch.Watch.Coverage;
using Xunit;

namespace Trucewatch.Server.Reporting;

[Collection(ReportedExercise.Collection)]
public sealed partial class DailyReportTests(ReportedExercise exercise)
{
    [Fact]
    public void The_same_record_gives_the_same_bytes_in_every_form_and_under_every_setting_of_a_culture()
    {
        var one = Record(Audience.Mission);
        var first = Tongues.All.Select(tongue => Forms(one, tongue)).ToList();
        var culture = CultureInfo.CurrentCulture;
        try
        {
            // Others write commas for points, other signs and other days.
            var other = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            other.NumberFormat.NumberDecimalSeparator = ",";
            other.NumberFormat.NumberGroupSeparator = ".";
            other.NumberFormat.NegativeSign = "~";
            other.DateTimeFormat.DateSeparator = "-";
            other.DateTimeFormat.TimeSeparator = ".";
            CultureInfo.CurrentCulture = other;
            Assert.Equal("0,5", $"{0.5:0.#}");
            var again = exercise.Make(Audience.Mission);
            Assert.Equal(first, Tongues.All.Select(tongue => Forms(again, tongue)));
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    private static string Forms(ReportRecord record, Tongue tongue)
    {
        var report = ReportMaker.Make(record, tongue);
        var pdf = ReportPdf.Write(report, record.Window.Until);
        Assert.StartsWith("%PDF-", Encoding.ASCII.GetString(pdf[..5]), StringComparison.Ordinal);
        return string.Join(' ', new[]
        {
            Encoding.UTF8.GetBytes(ReportHtml.Write(report)), ReportJson.Write(report),
            Encoding.UTF8.GetBytes(ReportCsv.Write(record)), pdf,
        }.Select(bytes => Convert.ToHexString(SHA256.HashData(bytes))));
    }

    [Fact]
    public void Every_number_is_worked_out_again_from_the_store()
    {
        var expected = new Recount(exercise);
        var report = ReportMaker.Make(Record(Audience.Mission), Tongue.En);
        var figures = 0;
        foreach (var (id, figure) in AllFigures(report))
        {
            Assert.Equal(expected.Of(id, figure.Name), figure.Value, 1e-6);
            figures++;
        }

        Assert.InRange(figures, 60, 1_000);
    }

    /// <summary>Digits that stand in a sentence without being a figure's were written by nobody who counted.</summary>
    [Theory]
    [InlineData(Tongue.En)]
    [InlineData(Tongue.Uk)]
    [InlineData(Tongue.Ru)]
    public void No_sentence_has_a_number_that_is_no_figure(Tongue tongue)
    {
        foreach (var sentence in ReportMaker.Make(Record(Audience.Mission), tongue).Sentences)
        {
            var told = sentence.Figures.SelectMany(figure => new[]
            {
                tongue.Number(figure.Value), tongue.Number(figure.Value, 1), tongue.Number(100 * figure.Value),
                tongue.Number(100 * figure.Value, 1), tongue.Number(0.1, 1), "99",
            }).ToHashSet();
            var plain = NoNumbers().Replace(
                sentence.Text.Replace(exercise.Data.Origin!, "", StringComparison.Ordinal), " ");
            Assert.All(Numbers().Matches(plain), number => Assert.Contains(number.Value, told));
        }
    }

    [Fact]
    public void Every_sentence_and_row_links_to_records_that_the_annex_lists()
    {
        var report = ReportMaker.Make(Record(Audience.Mission), Tongue.Uk);
        var listed = report.Sources.Select(source => source.Id).ToHashSet(StringComparer.Ordinal);
        var rows = report.Sections.SelectMany(section => section.Blocks).OfType<Table>()
            .SelectMany(table => table.Rows);
        var all = report.Sentences.Select(sentence => sentence.Records).Concat(rows.Select(row => row.Records));
        Assert.All(all, records =>
        {
            Assert.NotEmpty(records);
            Assert.All(records, id => Assert.Contains(id, listed));
        });
        using var store = SqlitePictureStore.Open(exercise.Data.Picture);
        foreach (var source in report.Sources.Where(source => source.Id.StartsWith("fact:", StringComparison.Ordinal)))
        {
            var stored = store.FindFact(long.Parse(source.Id[5..], CultureInfo.InvariantCulture));
            Assert.Equal(stored!.LogIndex, source.LogIndex);
            Assert.NotNull(source.LogIndex);
        }
    }

    [Fact]
    public void All_sections_stand_in_the_order_of_the_missions()
    {
        var report = ReportMaker.Make(Record(Audience.Mission), Tongue.En);
        Assert.Equal(
            "summary coverage ceasefire special withdrawal presence hazards silence civilians sea air cyber elsewhere "
            + "access replies annex",
            string.Join(' ', report.Sections.Select(section => section.Id)));
        Assert.Contains("EXERCISE", report.Marks[0], StringComparison.Ordinal);
        Assert.All(report.Sections, section => Assert.NotEmpty(section.Blocks));
    }

    [Theory]
    [InlineData(Tongue.En)]
    [InlineData(Tongue.Uk)]
    [InlineData(Tongue.Ru)]
    public void Its_language_is_neutral(Tongue tongue)
    {
        var report = ReportMaker.Make(Record(Audience.Mission), tongue);
        var cells = report.Sections.SelectMany(section => section.Blocks).OfType<Table>()
            .SelectMany(table => table.Rows.SelectMany(row => row.Cells).Concat(table.Columns));
        var text = string.Join('\n', report.Sentences.Select(sentence => sentence.Text).Concat(cells)
            .Concat(report.Sections.Select(section => section.Title)).Append(report.Title));
        Assert.DoesNotContain(LoadedWords.Check(text, tongue), flag => flag.Severity != FlagSeverity.Info);
    }

    [Fact]
    public void A_party_and_the_public_get_less_and_are_told_so()
    {
        var mission = Record(Audience.Mission);
        foreach (var audience in new[] { Audience.Party("west"), Audience.Party("east"), Audience.Public })
        {
            var record = Record(audience);
            Assert.InRange(record.Incidents.Length, 0, mission.Incidents.Length);
            Assert.Null(record.Coverage);
            Assert.Empty(record.Feeds);
            Assert.All(record.Incidents, one => Assert.Empty(one.Incident.Tracks));
            Assert.Contains(
                ReportMaker.Make(record, Tongue.En).Sentences,
                sentence => sentence.Text.StartsWith("How much was watched is withheld", StringComparison.Ordinal));
        }

        Assert.Empty(Record(Audience.Public).Incidents);
        Assert.NotEmpty(Record(Audience.Party("west")).Incidents);
    }

    [Fact]
    public void What_people_change_is_marked_and_what_stood_there_stays()
    {
        var plain = ReportMaker.Make(Record(Audience.Mission), Tongue.En);
        var machine = plain.Sentences.Single(sentence => sentence.Id == "summary.machine");
        var record = Record(Audience.Mission) with
        {
            Edits = [new SentenceEdit(machine.Id, machine.Text, "None of this is a finding.", "A. Editor", "shorter")],
        };
        var edited = ReportMaker.Make(record, Tongue.En);
        Assert.Equal("None of this is a finding.", edited.Sentences.Single(one => one.Id == machine.Id).Text);
        var html = ReportHtml.Write(edited);
        Assert.Contains("<del>These are incidents", html, StringComparison.Ordinal);
        Assert.Contains("A. Editor: shorter", html, StringComparison.Ordinal);

        // A change of other words, or of a sentence that is not there, is refused: nobody read what it replaces.
        Assert.Throws<FormatException>(() => ReportMaker.Make(
            record with { Edits = [record.Edits[0] with { Was = "Other words." }] }, Tongue.En));
        Assert.Throws<FormatException>(() => ReportMaker.Make(
            record with { Edits = [record.Edits[0] with { Sentence = "summary.nothing" }] }, Tongue.En));
        Assert.Throws<FormatException>(() => ReportMaker.Make(
            record with { Edits = [record.Edits[0], record.Edits[0]] }, Tongue.En));
        Assert.Throws<FormatException>(() => SentenceEdit.Read("{\"sentence\":\"a\",\"was\":\"b\",\"is\":\"\"}"));
        Assert.Throws<FormatException>(() => SentenceEdit.Read("sentence"));
    }

    /// <summary>Whoever the parties are: exchange them, and each has what the other had.</summary>
    [Fact]
    public void Exchanged_parties_exchange_their_numbers()
    {
        var record = Record(Audience.Mission);
        var mirrored = record with
        {
            Incidents = [.. record.Incidents.Select(one => one with
            {
                Incident = one.Incident with
                {
                    Parties = [.. one.Incident.Parties.Select(Other).Order(StringComparer.Ordinal)],
                },
            })],
        };
        var (plain, other) = (ByParty(record), ByParty(mirrored));
        Assert.NotEmpty(plain);
        Assert.Equal(plain.Select(one => (one.Id, Other(one.Party), one.Count)).Order(), other.Order());
    }

    [Fact]
    public void A_day_ends_at_half_past_seven_of_the_local_time_through_every_change_of_the_clock()
    {
        foreach (var day in Enumerable.Range(0, 366).Select(new DateOnly(2030, 1, 1).AddDays))
        {
            var window = ReportWindow.Of(day, "Europe/Kyiv");
            Assert.Equal(window.Before.Until, window.From);
            Assert.Equal("19:30:00", window.Local(window.Until));
            var hours = (window.Until - window.From).TotalHours;
            Assert.Equal((day.Month, day.Day) switch { (3, 31) => 23.0, (10, 27) => 25.0, _ => 24.0 }, hours);
        }
    }

    private static string Other(string party) => party switch { "west" => "east", "east" => "west", _ => party };

    private static List<(string Id, string Party, double Count)> ByParty(ReportRecord record) =>
    [
        .. ReportMaker.Make(record, Tongue.En).Sentences
            .Where(sentence => sentence.Id.EndsWith(".parties", StringComparison.Ordinal))
            .SelectMany(sentence => sentence.Figures.Select(figure => (sentence.Id, figure.Name, figure.Value))),
    ];

    private static IEnumerable<(string Id, Figure Figure)> AllFigures(ReportDocument report) =>
        report.Sentences.SelectMany(sentence => sentence.Figures.Select(figure => (sentence.Id, figure))).Concat(
            report.Sections.SelectMany(section => section.Blocks).OfType<Table>().SelectMany(table => table.Rows)
                .SelectMany(row => row.Figures.Select(figure => (row.Id, figure))));

    private ReportRecord Record(Audience audience) =>
        audience == Audience.Mission ? exercise.Mission : exercise.Make(audience);

    /// <summary>Times, days, ids, units and what stands in words.</summary>
    [GeneratedRegex(@"\d?\d:\d\d(:\d\d)?|\d?\d\.\d\d\. |I-\d+|24|1,000|км² |km² |²")]
    private static partial Regex NoNumbers();

    [GeneratedRegex("\\d(?:[\\d\u202f]*\\d)?(?:[.,]\\d+)?")]
    private static partial Regex Numbers();

    /// <summary>The second way: counts of the stored facts, and the sums of the live run's own ledger.</summary>
    private sealed class Recount
    {
        private static readonly string[] sectionsOfPrefixes =
        [
            "fire=ceasefire", "equipment=withdrawal", "presence=presence", "works=presence", "civilian=civilians",
            "maritime=sea", "air=air", "access=access",
        ];

        private readonly List<Incident> incidents;
        private readonly ReportedExercise exercise;
        private readonly Dictionary<string, int> said = new(StringComparer.Ordinal);
        private readonly Dictionary<string, long> frames = new(StringComparer.Ordinal);

        public Recount(ReportedExercise exercise)
        {
            this.exercise = exercise;
            using var store = SqlitePictureStore.Open(exercise.Data.Picture);
            var until = Instant.From(new DateTimeOffset(2030, 6, 3, 16, 30, 0, TimeSpan.Zero));
            incidents =
            [
                .. store.ReadFacts(0, int.MaxValue).Select(stored => FactJson.Read(stored.Payload))
                    .OfType<IncidentFact>().Where(fact => fact.KnownAt <= until).Select(fact => fact.Incident)
                    .GroupBy(incident => incident.Id, StringComparer.Ordinal).Select(group => group.Last()),
            ];
            foreach (var word in store.ReadActs(0, int.MaxValue).Select(stored => ActJson.Read(stored.Payload).Case)
                .Where(word => word?.Act is { Author.Party: not null } act && act.At <= until))
            {
                said[word!.Act.Author.Party!] = said.GetValueOrDefault(word.Act.Author.Party!) + 1;
            }

            foreach (var batch in new RecordedBatches(exercise.Data, store).ReadAll())
            {
                frames[batch.Feed] = frames.GetValueOrDefault(batch.Feed) + batch.Count;
            }
        }

        public double Of(string id, string name)
        {
            var dot = id.IndexOf('.', StringComparison.Ordinal);
            var (section, rest) = (id[..dot], id[(dot + 1)..]);
            return name switch
            {
                "incidents" => Mine(section, rest).Count(),
                "open" => Mine(section, rest).Count(one => one.Status == IncidentStatus.Open),
                "west" or "east" => Mine(section, rest).Count(one => one.Parties is [var only] && only == name),
                "undetermined" => Mine(section, rest).Count(one => one.Parties.IsEmpty),
                "several" => Mine(section, rest).Count(one => one.Parties.Length > 1),
                "count_min" => incidents.Single(one => one.Id == rest).CountMin!.Value,
                "count_max" => incidents.Single(one => one.Id == rest).CountMax!.Value,
                "said_west" or "said_east" => said.GetValueOrDefault(name[5..]),
                "frames" => frames.GetValueOrDefault(rest["feed-".Length..]),

                // The record begins in the morning: there is no day before it, and nothing was stated before.
                "incidents_before" or "share_before" or "revised" => 0,
                _ => exercise.Watched[Key(section, rest, name)],
            };
        }

        private IEnumerable<Incident> Mine(string section, string rest) => incidents.Where(incident =>
            rest.StartsWith("zone-", StringComparison.Ordinal)
                ? rest == "zone-all" || rest == "zone-" + (incident.Zone ?? "none")
                : section == "summary" || SectionOf(incident) == section);

        private static string SectionOf(Incident incident) => sectionsOfPrefixes
            .Single(known => incident.Class.StartsWith(known.Split('=')[0], StringComparison.Ordinal)).Split('=')[1];

        private static string Key(string section, string rest, string name) => (section, rest, name) switch
        {
            (_, _, "watched_km2h" or "whole_km2h" or "square_km") => name,
            (_, "zone-all" or "watched" or "all", _) => "all",
            (_, "count" or "none", _) => section switch
            {
                "ceasefire" or "withdrawal" or "presence" => "land",
                "sea" => "sea",
                _ => "all",
            },
            (_, "blind", _) => $"blind.{name}",
            _ when rest.StartsWith("side-", StringComparison.Ordinal)
                || rest.StartsWith("spots-", StringComparison.Ordinal) => $"{rest}.{name}",
            _ => rest,
        };
    }
}
