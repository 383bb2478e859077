using System.Buffers;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Domain.Sensors;
using Trucewatch.Feeds;
using Trucewatch.Feeds.Framing;
using Trucewatch.Server.Commands;
using Trucewatch.Server.Hosting;

namespace Trucewatch.Server.Intake;

/// <summary>
/// The feed by which editions of the sensor registry enter the record: one frame is one file. So a replay, a restart
/// and an appeal understand each observation by the edition that was in force when it came.
/// </summary>
internal static class RegistryFeed
{
    public const string Name = "sensors-1";
    public const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>How frames of this feed are framed; nobody can send by it, because no address names it.</summary>
    public static readonly FeedFormat Format = new(
        "sensors",
        "editions of the sensor registry",
        MaxBytes,
        () => new LineFramer(MaxBytes),
        () => new Silent(),
        _ => new Silent(),
        null);

    /// <summary>Reads a registry's file and adds its feed; null where no file is named.</summary>
    /// <exception cref="UnusableException">It has a problem; the message names the first with file and
    /// line.</exception>
    public static byte[]? Load(string? path, FeedTable feeds)
    {
        if (path is null)
        {
            return null;
        }

        if (!File.Exists(path))
        {
            throw new UnusableException($"{path}: expected a sensor registry, found no file");
        }

        var bytes = File.ReadAllBytes(path);
        var (registry, problems) = SensorRegistry.Read(path, bytes);
        if (registry is null)
        {
            throw new UnusableException(problems[0].ToString());
        }

        feeds.AddRegistry();
        return bytes;
    }

    /// <summary>
    /// Takes the heights that a registry names into the data folder, from beside its file. Call it before the record is
    /// stepped: an edition in it may name the same, and miss them.
    /// </summary>
    /// <exception cref="UnusableException">Heights are missing, or others than it names.</exception>
    public static void TakeTerrain(string? path, byte[]? bytes, DataFolder folder)
    {
        if (bytes is not null && SensorRegistry.Read(Name, bytes).Registry is { } edition)
        {
            folder.Terrain.Take(edition, path!);
        }
    }

    /// <summary>
    /// Records an edition and steps it, unless it is the one in force. Call it after the record was stepped and before
    /// anything else is taken in.
    /// </summary>
    public static void Enter(byte[]? bytes, RunAssembly run, Instant at)
    {
        if (bytes is null || SensorRegistry.Read(Name, bytes).Registry is not { } edition
            || edition.Hash == run.Host.Registry.Hash)
        {
            return;
        }

        // What cannot be stepped again must not come into the record.
        run.Folder.Terrain.Check(edition);
        var batch = new FrameBatch();
        batch.Start(run.Feeds.Find(Name)!, run.Recorder.NextSequence(Name));
        batch.Add(at, bytes);
        run.Pipeline.TakeFirst(batch);
    }

    private sealed class Silent : IFrameDecoder, IMessagePrinter
    {
        public FrameFault Decode(in FrameView frame, ObservationBuffer output, LateFaults late) => FrameFault.None;

        public FrameFault Print(in FrameView frame, IBufferWriter<byte> lines, LateFaults late) => FrameFault.None;
    }
}
