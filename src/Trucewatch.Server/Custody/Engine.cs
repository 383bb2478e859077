using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Trucewatch.Domain.Facts;
using Trucewatch.Feeds;
using Trucewatch.Geo;
using Trucewatch.Watch;

namespace Trucewatch.Server.Custody;

/// <summary>Names the engine that determines: its version, and a hash of the code that it consists of.</summary>
internal static class Engine
{
    private static readonly Type[] Rooms = [typeof(GeoPoint), typeof(Fact), typeof(FeedFormats), typeof(Sector)];

    /// <summary>
    /// For example <c>trucewatch-0.1.0 sha256:...</c>. Builds of the same source are equal in every byte, so that
    /// another hash is other code.
    /// </summary>
    public static string Name { get; } = Describe();

    private static string Describe()
    {
        var hashes = new StringBuilder();
        foreach (var room in Rooms.Select(type => type.Assembly))
        {
            var hash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(room.Location)));
            hashes.Append(room.GetName().Name).Append(' ').Append(hash).Append('\n');
        }

        var version = typeof(Engine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>();
        var all = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(hashes.ToString())));
        return $"trucewatch-{version?.InformationalVersion} sha256:{all}";
    }
}
