using System.CommandLine;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Frames;
using Trucewatch.Evidence;
using Trucewatch.Server.Hosting;
using Trucewatch.Server.Intake;
using Trucewatch.Storage.Sqlite;
using Trucewatch.Watch;
using Trucewatch.Watch.Differences;

namespace Trucewatch.Server.Commands;

/// <summary>
/// <c>agreement diff</c>: where two texts differ, and, over a record, which determinations differ and by which words.
/// </summary>
internal static class AgreementDiffCommand
{
    public static Command Build()
    {
        var first = new Argument<string>("DIR_A") { Description = "Folder of the first pack" };
        var second = new Argument<string>("DIR_B") { Description = "Folder of the second pack" };
        var record = new Option<string?>("--replay")
        {
            Description = "Data folder of a replay or a service: its recorded frames are run under both texts",
            HelpName = "DATA",
        };
        var diff = new Command(
            "diff",
            "The terms in which two packs differ; with --replay also the determinations that differ, each with the "
            + "terms that make the difference (found by running each text with one term of the other)")
        {
            first, second, record,
        };
        diff.SetAction(parsed =>
        {
            using var output = CommandTable.OpenOutput();
            var (a, b) = (parsed.GetValue(first)!, parsed.GetValue(second)!);
            var (agreementA, agreementB) = (AgreementFolder.Open(a), AgreementFolder.Open(b));
            var (treeA, treeB) = (AgreementFolder.Tree(a), AgreementFolder.Tree(b));
            WriteTerms(PackTree.Between(treeA, treeB), output);
            if (parsed.GetValue(record) is { } data)
            {
                Replay(agreementA, agreementB, treeA, treeB, data, output);
            }

            return CommandTable.Done;
        });
        return diff;
    }

    private static void WriteTerms(IReadOnlyCollection<PackDifference> terms, TextWriter output)
    {
        output.Write(FormattableString.Invariant($"terms that differ: {terms.Count}\n"));
        foreach (var term in terms)
        {
            output.Write($"  {term}\n");
        }
    }

    private static void Replay(
        Agreement a, Agreement b, PackTree treeA, PackTree treeB, string data, TextWriter output)
    {
        if (!File.Exists(Path.Combine(data, "picture.db")))
        {
            throw new UnusableException(
                $"--replay {data}: expected the data folder of a replay or a service, found no record in it");
        }

        var folder = DataFolder.Open(data);
        using var store = SqlitePictureStore.Open(folder.Picture);
        var feeds = new FeedTable();
        feeds.AddRecorded(store.ReadRecordedFeeds());
        var comparison = AgreementComparison.Of(a, b, treeA, treeB, new FeedNames(feeds.Names));
        var frames = 0L;
        using (new Progress(() => FormattableString.Invariant($"{frames} frames run under both texts")))
        {
            var (decoding, batch) = (new FrameDecoding(feeds, folder.IsExercise), new FrameBatch());
            foreach (var stored in new RecordedBatches(folder, store).ReadAll())
            {
                RecordedBatches.Fill(batch, feeds.Find(stored.Feed)!, stored);
                comparison.Step(new SectorInput(batch.Position, decoding.Decode(batch)));
                frames += batch.Count;
            }
        }

        // What an exercise's record gives is of an exercise, line by line.
        var mark = folder.IsExercise ? ExerciseMark.Word + " " : "";
        var differences = comparison.Differences();
        output.Write(FormattableString.Invariant(
            $"{mark}determinations that differ: {differences.Length}, over {frames} recorded frames\n"));
        foreach (var difference in differences)
        {
            Write(difference, a, b, mark, output);
        }

        if (PackTree.Between(treeA, treeB).Length > comparison.Tried)
        {
            output.Write(FormattableString.Invariant(
                $"{mark}only the first {comparison.Tried} differing terms were tried one by one\n"));
        }
    }

    private static void Write(
        VerdictDifference difference, Agreement a, Agreement b, string mark, TextWriter output)
    {
        var shown = difference.A.Determination is null ? difference.B : difference.A;
        var zone = shown.Zone is null ? "" : $" {shown.Zone}";
        var clause = (difference.A.Determination is null ? b : a).Clauses.First(known => known.Id == shown.Clause);
        output.Write(
            $"{mark}{shown.First} {shown.Actor}{zone}: under {shown.Clause} '{clause.Title.En}', "
            + $"read as '{shown.Reading}': "
            + $"{Words(difference.A)} in {a.Name}, {Words(difference.B)} in {b.Name}\n");
        var decisive = difference.Sufficient.IsEmpty ? difference.Necessary : difference.Sufficient;
        var kind = difference.Sufficient.IsEmpty ? "makes the difference together with others" : "makes the difference";
        foreach (var term in decisive)
        {
            output.Write($"{mark}  {kind}: {term}\n");
        }

        if (decisive.IsEmpty)
        {
            output.Write($"{mark}  no single term makes the difference: it follows from several together\n");
        }
    }

    private static string Words(Verdict verdict) => verdict.Determination is not { } determination
        ? "nothing"
        : determination.ToString().ToLowerInvariant() + (verdict.Exception is { } by ? $" by {by}" : "");
}
