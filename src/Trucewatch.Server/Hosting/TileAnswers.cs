using Trucewatch.Evidence.Tiles;

namespace Trucewatch.Server.Hosting;

/// <summary>The read interface of a log by C2SP tlog-tiles, for the log itself and for its mirrors.</summary>
internal static class TileAnswers
{
    public const string CheckpointType = "text/plain; charset=utf-8";

    /// <summary>
    /// Adds the addresses of one log below a prefix. They are open: a leaf says nothing but a commitment and whether it
    /// is an exercise's. How many there are, and when they came, everybody sees who reads them.
    /// </summary>
    /// <param name="app">The service.</param>
    /// <param name="prefix">Where, such as <c>/log</c>.</param>
    /// <param name="checkpoint">The signed note, or null: there is none yet.</param>
    /// <param name="tile">A tile or bundle, or null: the tree does not have it.</param>
    public static void Map(
        IEndpointRouteBuilder app, string prefix, Func<string?> checkpoint, Func<TilePath, byte[]?> tile)
    {
        app.MapGet(prefix + "/checkpoint", () => checkpoint() is { } note
            ? Results.Text(note, CheckpointType)
            : Results.NotFound()).ExcludeFromDescription();
        app.MapGet(prefix + "/tile/{**rest}", (string rest) =>
            TilePath.TryParse("tile/" + rest, out var path) && tile(path) is { } bytes
                ? Results.Bytes(bytes, "application/octet-stream")
                : Results.NotFound()).ExcludeFromDescription();
    }
}
