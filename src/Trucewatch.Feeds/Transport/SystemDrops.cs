using System.Globalization;
using System.Net.Sockets;

namespace Trucewatch.Feeds.Transport;

/// <summary>
/// How many datagrams Linux dropped for a socket, as proc(5) shows it: the last column of <c>/proc/net/udp</c>, in the
/// line whose tenth column is the socket's inode.
/// </summary>
internal static class SystemDrops
{
    private const int InodeColumn = 9;

    /// <summary>The count so far; 0 where the system does not tell.</summary>
    public static long Of(Socket socket)
    {
        var name = FormattableString.Invariant($"/proc/self/fd/{socket.Handle}");
        if (!OperatingSystem.IsLinux() || new FileInfo(name).LinkTarget is not { } link)
        {
            return 0;
        }

        var table = socket.AddressFamily == AddressFamily.InterNetworkV6 ? "/proc/net/udp6" : "/proc/net/udp";
        return Find(File.ReadLines(table), link);
    }

    /// <summary>The count in a table of sockets.</summary>
    /// <param name="lines">The table with its heading.</param>
    /// <param name="link">The socket as its file descriptor names it: <c>socket:[inode]</c>.</param>
    internal static long Find(IEnumerable<string> lines, string link)
    {
        foreach (var line in lines.Skip(1))
        {
            var columns = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (columns.Length > InodeColumn + 1 && link == $"socket:[{columns[InodeColumn]}]"
                && long.TryParse(columns[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var drops))
            {
                return drops;
            }
        }

        return 0;
    }
}
