using Trucewatch.Feeds;
using Trucewatch.Feeds.Profiles;
using Trucewatch.Server.Commands;

namespace Trucewatch.Server.Intake;

/// <summary>Reads the profile of a mapped feed from the file that the command line names.</summary>
internal static class ProfileFile
{
    /// <summary>The profile as the first frame of its feed; null where none is named.</summary>
    public static byte[]? Read(string? path, FeedFormat format)
    {
        if (path is null)
        {
            return null;
        }

        if (!format.IsMapped)
        {
            throw new UnusableException($"{path}: expected no profile with the format {format.Id}, which needs none");
        }

        if (!File.Exists(path))
        {
            throw new UnusableException($"{path}: expected a profile, found no file");
        }

        return ProfileFrame.Make(File.ReadAllBytes(path), out var problem)
            ?? throw new UnusableException($"{path}: {problem}");
    }
}
