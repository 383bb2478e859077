using Trucewatch.Evidence.Files;
using Trucewatch.Server.Commands;

namespace Trucewatch.Server.Backups;

/// <summary>
/// Where a data folder is put together beside its final place, so that it is there whole or not at all: what is left by
/// a restore that was cut off has another name, and the next one removes it.
/// </summary>
internal sealed class StagingFolder : IDisposable
{
    private const string Ending = ".restoring";
    private const string Marker = "RESTORING";

    private readonly string target;
    private readonly string around;

    public StagingFolder(string to)
    {
        target = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(to));
        around = target + Ending;
        Path = System.IO.Path.Combine(around, "data");
        if (File.Exists(target) || (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any()))
        {
            throw new UnusableException($"{to}: expected an empty or new folder, got one with something in it");
        }

        var marker = System.IO.Path.Combine(around, Marker);
        if (Directory.Exists(around))
        {
            if (Directory.EnumerateFileSystemEntries(around).Any() && !File.Exists(marker))
            {
                throw new UnusableException($"{around}: expected what a restore left there, got another folder");
            }

            Directory.Delete(around, recursive: true);
        }

        Directory.CreateDirectory(around);
        File.WriteAllText(marker, "A restore was cut off here. Run it again, or remove this folder.\n");
        Directory.CreateDirectory(Path);
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>Gives the folder its final name.</summary>
    public void Publish()
    {
        foreach (var folder in Directory.EnumerateDirectories(Path, "*", SearchOption.AllDirectories).Append(Path))
        {
            FileFlush.FolderToDisk(folder);
        }

        if (Directory.Exists(target))
        {
            Directory.Delete(target);
        }

        Directory.Move(Path, target);
        FileFlush.FolderToDisk(System.IO.Path.GetDirectoryName(target)!);
    }

    /// <summary>Removes what was not published.</summary>
    public void Dispose() => Directory.Delete(around, recursive: true);
}
