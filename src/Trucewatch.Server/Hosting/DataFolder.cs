using System.Security.Cryptography;
using System.Text;
using Trucewatch.Evidence;
using Trucewatch.Evidence.Files;
using Trucewatch.Evidence.Notes;
using Trucewatch.Server.Commands;

namespace Trucewatch.Server.Hosting;

/// <summary>The layout of a data folder, and the secrets that are made in it at first start.</summary>
internal sealed class DataFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private DataFolder(string path, string? guard, IEvidenceFiles? files = null) =>
        (Path, Guard, Files) = (path, guard, files ?? new DiskFiles(path));

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>Its files of evidence, by which journals, segments and the log are written.</summary>
    public IEvidenceFiles Files { get; }

    /// <summary>
    /// Where the record of what the log signed last lies, best on another medium; null: beside the log, where an older
    /// copy of the whole folder is not noticed.
    /// </summary>
    public string? Guard { get; }

    /// <summary>The evidence log: tiles, checkpoint.</summary>
    public string Log => System.IO.Path.Combine(Path, "log");

    /// <summary>The picture's database.</summary>
    public string Picture => System.IO.Path.Combine(Path, "picture.db");

    /// <summary>The tiles of heights that its registry rests on.</summary>
    public TerrainShelf Terrain => new(Path);

    /// <summary>
    /// True when the folder is of an exercise: its log's name says so, and before there is one, what it is bound to.
    /// </summary>
    public bool IsExercise => Origin is { } origin
        ? ExerciseMark.IsIn(origin)
        : File.Exists(Bound) && File.ReadAllText(Bound).TrimEnd('\n').EndsWith(" exercise", StringComparison.Ordinal);

    /// <summary>The log's name, or null: there is no key yet.</summary>
    public string? Origin
    {
        get
        {
            var known = System.IO.Path.Combine(Keys, "log.vkey");
            return File.Exists(known)
                && NoteVerifier.TryParse(File.ReadAllText(known).TrimEnd('\n'), out var verifier)
                ? verifier!.Name
                : null;
        }
    }

    /// <summary>Hash of the agreement that the folder is bound to, or null.</summary>
    public string? AgreementHash =>
        File.Exists(Bound) ? File.ReadAllText(Bound).Split(' ').ElementAtOrDefault(1) : null;

    private string Bound => System.IO.Path.Combine(Path, "agreement");

    private string Feeds => System.IO.Path.Combine(Path, "feeds");

    private string Keys => System.IO.Path.Combine(Path, "keys");

    /// <summary>A folder that is there, or whatever is not, to be looked at and not to be changed.</summary>
    public static DataFolder Find(string path) => new(System.IO.Path.GetFullPath(path), null);

    /// <summary>Opens the folder and makes it where it is absent.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="guard">Folder of the record of what the log signed last, or null.</param>
    /// <param name="files">Its files of evidence, where they are to fail; null: those on disk.</param>
    public static DataFolder Open(string path, string? guard = null, IEvidenceFiles? files = null)
    {
        var folder = new DataFolder(System.IO.Path.GetFullPath(path), guard, files);
        Directory.CreateDirectory(folder.Keys);
        return folder;
    }

    /// <summary>
    /// Binds the folder to one agreement at first use: a record that was stepped under one text must not go on under
    /// another unnoticed. What is an exercise stays one: the name of the log, which its key signs, says so too.
    /// </summary>
    /// <exception cref="UnusableException">The folder belongs to another agreement, or is no exercise's but is to be
    /// one, or the other way round.</exception>
    public void Bind(string agreement, string hash, bool exercise)
    {
        if (Origin is { } origin && ExerciseMark.IsIn(origin) != exercise)
        {
            throw new UnusableException(
                $"{Path}: expected the log of {Kind(exercise)}, got {origin}, that of {Kind(!exercise)}; "
                + "use another --data folder");
        }

        var line = $"{agreement} {hash} {(exercise ? "exercise" : "live")}";
        if (!File.Exists(Bound))
        {
            WriteWhole(Bound, line, OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
            return;
        }

        var bound = File.ReadAllText(Bound).TrimEnd('\n');
        if (!string.Equals(bound, line, StringComparison.Ordinal))
        {
            throw new UnusableException(
                $"{Path}: expected the record of '{line}', got that of '{bound}'; use another --data folder");
        }
    }

    /// <summary>
    /// The key that signs checkpoints; made at first start, readable by its owner only. From then on its name says for
    /// ever whether the folder is an exercise's.
    /// </summary>
    public NoteSigner OpenSigner()
    {
        // The origin carries randomness of its own, so that no two installations share one.
        var origin = Origin ?? ExerciseMark.Origin(
            "trucewatch.invalid", Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6)), IsExercise);
        return LogKey.OpenOrCreate(Path, origin);
    }

    /// <summary>The key that signs receipts; made at first use.</summary>
    public NoteSigner OpenReceiptSigner(string origin) => ReceiptKey.OpenOrCreate(Path, origin);

    /// <summary>In words.</summary>
    public static string Kind(bool exercise) => exercise ? "an exercise" : "a live service";

    /// <summary>
    /// A secret token of this installation, made at first use. That of an exercise says so in clear: a live service
    /// that is shown it knows from where the client comes.
    /// </summary>
    /// <exception cref="InvalidDataException">The file holds something else.</exception>
    public string OpenToken(string name)
    {
        var file = System.IO.Path.Combine(Keys, name);
        if (!File.Exists(file))
        {
            WriteWhole(file, (IsExercise ? ExerciseMark.TokenStart : "") + Access.SignIn.NewToken(), OwnerOnly);
        }

        var token = File.ReadAllText(file).TrimEnd('\n');
        var length = (IsExercise ? ExerciseMark.TokenStart.Length : 0) + 43;
        var isMarked = token.StartsWith(ExerciseMark.TokenStart, StringComparison.Ordinal);
        return token.Length == length && isMarked == IsExercise
            ? token
            : throw new InvalidDataException(FormattableString.Invariant(
                $"{file}: expected a token of {length} characters, got {token.Length}"));
    }

    /// <summary>The feeds that earlier starts had; none where none was noted.</summary>
    /// <exception cref="InvalidDataException">The file holds something else.</exception>
    public IReadOnlyList<KnownFeed> ReadFeeds()
    {
        if (!File.Exists(Feeds))
        {
            return [];
        }

        var known = new List<KnownFeed>();
        foreach (var line in File.ReadAllLines(Feeds))
        {
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            known.Add(space > 0 && space < line.Length - 1 && known.Count < FeedBook.MaxFeeds
                ? new KnownFeed(line[..space], line[(space + 1)..])
                : throw new InvalidDataException(FormattableString.Invariant(
                    $"{Feeds}:{known.Count + 1}: expected a feed's name, a space and its transport, got '{line}'")));
        }

        return known;
    }

    /// <summary>Notes feeds for later starts; where there are none, nothing.</summary>
    public void WriteFeeds(IReadOnlyList<KnownFeed> feeds)
    {
        if (feeds.Count > 0)
        {
            var lines = string.Join('\n', feeds.Select(feed => $"{feed.Name} {feed.Address}"));
            WriteWhole(
                Feeds, lines, OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead, replaces: true);
        }
    }

    /// <summary>
    /// How tracks are numbered in this folder: by its key where it has one, made at a first start that serves readers;
    /// null where it has none. A replay numbers them in order, so that the same frames give the same bits everywhere;
    /// and a record once stepped must be stepped again under the same numbers.
    /// </summary>
    public TrackNumbers? OpenTrackNumbers(bool isFirstServed) =>
        isFirstServed || File.Exists(System.IO.Path.Combine(Keys, TrackNumbers.KeyFile))
            ? new TrackNumbers(OpenToken(TrackNumbers.KeyFile))
            : null;

    /// <summary>Writes a small file so that it is there whole or not at all.</summary>
    private static void WriteWhole(string file, string line, UnixFileMode mode, bool replaces = false)
    {
        var temporary = file + ".tmp";
        File.Delete(temporary);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = mode;
        }

        using (var stream = new FileStream(temporary, options))
        {
            stream.Write(Encoding.UTF8.GetBytes(line + "\n"));
            stream.Flush();
            FileFlush.ToDisk(stream.SafeFileHandle, temporary);
        }

        File.Move(temporary, file, replaces);
    }
}
