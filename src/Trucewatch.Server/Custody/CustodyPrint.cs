using System.Globalization;
using System.Net;
using System.Text;
using Trucewatch.Domain.Custody;
using Trucewatch.Domain.Stores;
using Trucewatch.Evidence;
using Trucewatch.Evidence.Files;
using Trucewatch.Evidence.Segments;
using Trucewatch.Server.Commands;
using Trucewatch.Server.Hosting;

namespace Trucewatch.Server.Custody;

/// <summary>
/// One page that says of one item how it came, who held, viewed, exported and passed it on, and what is missing in this
/// account.
/// </summary>
internal sealed class CustodyPrint
{
    /// <summary>Most acts that stand on the page one by one; the ones before are counted.</summary>
    public const int MostActs = 24;

    /// <summary>Most parts that stand on the page one by one.</summary>
    public const int MostParts = 16;

    private readonly DataFolder folder;
    private readonly IPictureStore store;
    private readonly CustodyBook book;
    private readonly List<string> gaps;
    private readonly List<(string Name, IReadOnlyList<string> Lines)> sections = [];

    private CustodyPrint(DataFolder folder, IPictureStore store)
    {
        (this.folder, this.store) = (folder, store);
        book = new CustodyBook(folder, store);
        gaps = [.. book.Gaps, .. book.UnexplainedEntries()];
    }

    /// <summary>True where the account has no gap.</summary>
    public bool IsWhole => gaps.Count == 0;

    /// <summary>Makes the account of an item.</summary>
    /// <exception cref="UnusableException">There is no such item.</exception>
    public static CustodyPrint Of(DataFolder folder, IPictureStore store, string item)
    {
        var print = new CustodyPrint(folder, store);
        var whole = item.Contains(':', StringComparison.Ordinal) ? item : "incident:" + item;
        var parts = print.book.Parts(whole);
        var origins = parts.Select(print.OriginOf).OfType<string>().ToList();
        if (origins.Count == 0)
        {
            throw new UnusableException(
                $"{item}: expected the id of an incident, fact:NUMBER or segment:HASH of this record, found none");
        }

        var acts = print.book.Acts.Where(one => parts.Any(one.Act.Concerns)).ToList();
        var keeper = print.Keeper(acts);
        print.Add("Item", [
            $"{whole}{(folder.IsExercise ? " (EXERCISE)" : "")}",
            FormattableString.Invariant($"log {print.book.Origin}; kept by {keeper}"),
            print.HoldOf(parts)]);
        print.Add("Where it comes from", Short(origins, MostParts, "more parts"));
        print.Add("What was done with it", acts.Count == 0 ? ["nothing since"] : Told(acts));
        print.Add("Gaps", print.gaps.Count == 0
            ? ["none: each entry of the log is accounted for, and each record matches its leaf"]
            : Short(print.gaps, MostActs, "more gaps"));
        return print;
    }

    /// <summary>The page as text.</summary>
    public string ToText()
    {
        var text = new StringBuilder("CUSTODY\n");
        foreach (var (name, lines) in sections)
        {
            text.Append('\n').Append(name).Append('\n');
            foreach (var line in lines)
            {
                text.Append("  ").Append(line).Append('\n');
            }
        }

        return text.ToString();
    }

    /// <summary>The page as HTML, for one sheet of paper.</summary>
    public string ToHtml()
    {
        var html = new StringBuilder("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Custody</title>")
            .Append("<style>")
            .Append("@page{size:A4;margin:14mm}body{font:9.5pt/1.35 sans-serif}h1{font-size:14pt;margin:0}")
            .Append("h2{font-size:10.5pt;margin:8pt 0 2pt}li{overflow-wrap:anywhere}ul{margin:0;padding-left:14pt}")
            .Append("</style><h1>Custody</h1>\n");
        foreach (var (name, lines) in sections)
        {
            html.Append("<h2>").Append(WebUtility.HtmlEncode(name)).Append("</h2><ul>\n");
            foreach (var line in lines)
            {
                html.Append("<li>").Append(WebUtility.HtmlEncode(line)).Append("</li>\n");
            }

            html.Append("</ul>\n");
        }

        return html.Append("</html>\n").ToString();
    }

    private static IReadOnlyList<string> Short(List<string> lines, int most, string rest) => lines.Count <= most
        ? lines
        : [.. lines.Take(most), FormattableString.Invariant($"and {lines.Count - most} {rest}")];

    private void Add(string name, IReadOnlyList<string> lines) => sections.Add((name, lines));

    /// <summary>How a part came into the record; null for what is none. Notes what does not match.</summary>
    private string? OriginOf(string part)
    {
        var value = part[(part.IndexOf(':', StringComparison.Ordinal) + 1)..];
        if (part.StartsWith("fact:", StringComparison.Ordinal)
            && long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return store.FindFact(number) is { } fact ? OriginOf(part, fact) : null;
        }

        if (!part.StartsWith("segment:", StringComparison.Ordinal) || store.FindSegment(value) is not { } segment)
        {
            return null;
        }

        book.IsSealed(part, segment.LogIndex, segment.Key, segment.Payload, gaps);
        _ = Digest.TryParseHex(value, out var digest);
        var bytes = new DiskFiles(folder.Path).Read(SegmentFile.PathOf(digest), SegmentLimits.MaxFileBytes);
        var state = bytes is null
            ? book.Dropped().TryGetValue(digest, out var tombstone) ? "dropped " + tombstone : null
            : Digest.Of(bytes) == digest ? "its bytes are here and match" : null;
        if (state is null)
        {
            gaps.Add($"{part}: expected its bytes or a tombstone, got {(bytes is null ? "neither" : "other bytes")}");
        }

        return FormattableString.Invariant(
            $"{part}: frames of input {segment.FirstPosition} to {segment.LastPosition}, sealed as entry {
                segment.LogIndex}; {state ?? "LOST"}");
    }

    private string OriginOf(string part, StoredFact fact)
    {
        book.IsSealed(part, fact.LogIndex, fact.Key, fact.Payload, gaps);
        var known = Domain.Facts.FactJson.Read(fact.Payload);
        return FormattableString.Invariant(
            $"{part}: concluded at {known.KnownAt}, sealed as entry {fact.LogIndex}");
    }

    /// <summary>Who keeps it now: who passes it on must be who kept it.</summary>
    private string Keeper(List<NumberedAct> acts)
    {
        var keeper = book.Origin;
        foreach (var (number, _, act) in acts.Where(one => one.Act.Kind == ActKind.HandedOver))
        {
            if (act.By != keeper)
            {
                gaps.Add(FormattableString.Invariant(
                    $"act {number}: handed over by {act.By}, expected by {keeper} who kept it: how it came there is ")
                    + "not recorded");
            }

            keeper = act.To ?? "nobody";
        }

        return keeper;
    }

    private string HoldOf(IReadOnlyList<string> parts)
    {
        var held = book.Held().Where(one => one == Act.All || parts.Contains(one, StringComparer.Ordinal)).ToList();
        return held.Count == 0 ? "no order to keep it" : $"to be kept by order: {string.Join(", ", held)}";
    }

    private static List<string> Told(IReadOnlyList<NumberedAct> acts)
    {
        var lines = new List<string>();
        var views = acts.Where(one => one.Act.Kind == ActKind.Viewed)
            .GroupBy(one => one.Act.By, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal);
        foreach (var group in views)
        {
            lines.Add(FormattableString.Invariant($"viewed by {group.Key}: {group.Count()} times, ")
                + $"{group.First().Act.At} to {group.Last().Act.At}");
        }

        var others = acts.Where(one => one.Act.Kind != ActKind.Viewed).ToList();
        if (others.Count > MostActs)
        {
            lines.Add(FormattableString.Invariant($"{others.Count - MostActs} acts before these"));
        }

        lines.AddRange(others.TakeLast(MostActs).Select(Line));
        return lines;
    }

    private static string Line(NumberedAct one)
    {
        var act = one.Act;
        var what = act.Kind switch
        {
            ActKind.Exported => $"exported as {act.Copy} copy, manifest {act.Manifest?[..12]}…,",
            ActKind.HandedOver => "handed over",
            ActKind.Held => $"put under the order {act.Policy} to keep it",
            ActKind.Released => $"released from the order {act.Policy}",
            ActKind.Dropped => $"dropped under policy {act.Policy}",
            ActKind.Acknowledged => "acknowledged",
            ActKind.OnIncidents => act.Merge?.Into is { } into ? $"joined into {into}" : "joined no longer",
            ActKind.OnReport => $"worded otherwise, sentence {act.Report?.Sentence},",
            ActKind.Succeeded => $"sealed anew in this log, which succeeds {act.Policy},",
            _ => "viewed",
        };
        var to = act.To is null ? "" : $" to {act.To}";
        var why = act.Words is null ? "" : $": {act.Words}";
        return FormattableString.Invariant(
            $"{act.At} {what} by {act.By}{to}{why} (act {one.Number}, entry {one.LogIndex?.ToString(
                CultureInfo.InvariantCulture) ?? "NONE"})");
    }
}
