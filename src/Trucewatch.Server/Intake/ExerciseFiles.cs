using Trucewatch.Feeds;
using Trucewatch.Feeds.Framing;
using Trucewatch.Feeds.Transport;
using Trucewatch.Server.Commands;
using Trucewatch.Simulation.Scenarios;

namespace Trucewatch.Server.Intake;

/// <summary>Files of an exercise: by their name, by a manifest beside them, or by what they begin with.</summary>
internal static class ExerciseFiles
{
    /// <summary>How much of a file is looked at.</summary>
    public const int HeadBytes = 64 * 1024;

    /// <summary>True where the file of a feed is of an exercise; standard input is not looked at.</summary>
    public static bool IsOne(string path, FeedFormat format)
    {
        if (path == "-" || !File.Exists(path))
        {
            return false;
        }

        return SimulationFiles.IsOfExercise(path) || BeginsMarked(path, format);
    }

    /// <summary>Refuses a feed of a live service whose file is of an exercise.</summary>
    /// <exception cref="UnusableException">It is.</exception>
    public static void Refuse(FeedAddress feed)
    {
        if (feed.Kind is TransportKind.File or TransportKind.Tail && IsOne(feed.Path, feed.Format))
        {
            throw new UnusableException(
                $"--feed {feed.Path}: expected a file for a live service, got one of an exercise: its name, a manifest "
                + "beside it or its first frames say so");
        }
    }

    private static bool BeginsMarked(string path, FeedFormat format)
    {
        if (format.IsExercise is not { } mark)
        {
            return false;
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var head = new byte[HeadBytes];
        var length = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        var framer = format.NewFramer();
        var rest = (ReadOnlySpan<byte>)head.AsSpan(0, length);
        while (!rest.IsEmpty)
        {
            var cut = framer.Next(rest, length < HeadBytes);
            if (cut.Kind == CutKind.NeedMore || cut.Consumed == 0)
            {
                break;
            }

            if (cut.Kind == CutKind.Frame && mark(rest.Slice(cut.Start, cut.Length)))
            {
                return true;
            }

            rest = rest[cut.Consumed..];
        }

        return false;
    }
}
