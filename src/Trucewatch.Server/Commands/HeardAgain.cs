using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Facts;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Stores;
using Trucewatch.Server.Hosting;
using Trucewatch.Server.Intake;
using Trucewatch.Watch;

namespace Trucewatch.Server.Commands;

/// <summary>Steps the record of a data folder again, deaf for the feeds of one format.</summary>
internal static class HeardAgain
{
    /// <summary>Formats of the recorded feeds, sorted.</summary>
    public static string[] Formats(IPictureStore store) =>
    [
        .. store.ReadRecordedFeeds().Where(name => name is not (RegistryFeed.Name or ExerciseFeed.Name))
            .Select(FormatOf).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];

    /// <summary>All facts that follow from the record without the feeds of a format.</summary>
    /// <param name="agreement">The agreement.</param>
    /// <param name="folder">The data folder.</param>
    /// <param name="store">Its picture.</param>
    /// <param name="without">Format that is not heard.</param>
    public static List<Fact> Facts(Agreement agreement, DataFolder folder, IPictureStore store, string without)
    {
        var feeds = new FeedTable();
        feeds.AddRecorded(store.ReadRecordedFeeds());
        var sector = new Sector(
            agreement, new FeedNames(feeds.Names), new SectorSettings { VerifyNote = PartyNotes.Verify });
        var (decoding, batch, output) = (
            new FrameDecoding(feeds, folder.IsExercise), new FrameBatch(), new SectorOutput());
        var facts = new List<Fact>();
        foreach (var stored in new RecordedBatches(folder, store).ReadAll())
        {
            if (FormatOf(stored.Feed) == without)
            {
                continue;
            }

            RecordedBatches.Fill(batch, feeds.Find(stored.Feed)!, stored);
            var observations = decoding.Decode(batch);
            output.Clear();
            sector.Step(
                decoding.NewRegistry is { } edition
                    ? new SectorInput(batch.Position, edition, batch[0].ReceivedAt)
                    : new SectorInput(batch.Position, observations, decoding.Looks, decoding.Notes),
                output);
            facts.AddRange(output.Facts);
        }

        return facts;
    }

    private static string FormatOf(string feed) => feed[..feed.IndexOf('-', StringComparison.Ordinal)];
}
