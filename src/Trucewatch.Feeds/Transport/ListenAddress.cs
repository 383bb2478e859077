using System.Net;

namespace Trucewatch.Feeds.Transport;

/// <summary>Turns the host that a listener was told into the address that it binds.</summary>
internal static class ListenAddress
{
    /// <summary>An address as it is; a name is looked up, <c>localhost</c> without asking anyone.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">The name is not known.</exception>
    public static IPEndPoint Resolve(string host, int port)
    {
        if (IPAddress.TryParse(host, out var address))
        {
            return new IPEndPoint(address, port);
        }

        return string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
            ? new IPEndPoint(IPAddress.Loopback, port)
            : new IPEndPoint(Dns.GetHostAddresses(host)[0], port);
    }
}
