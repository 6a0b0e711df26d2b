using System.Buffers;
using System.Net.Sockets;

namespace SiteBuilder.Sandbox.Network;

/// <summary>Joins two connections until both directions have ended; the end of one direction is passed on while the other still flows.</summary>
internal static class TcpRelay
{
    private const int BufferSize = 64 * 1024;

    public static async Task RunAsync(Socket a, Socket b)
    {
        Task there = CopyAsync(a, b);
        Task back = CopyAsync(b, a);
        Task first = await Task.WhenAny(there, back);
        if (first.IsFaulted)
        {
            // a broken connection breaks both directions
            a.Close(0);
            b.Close(0);
        }

        await Task.WhenAll(there, back);
    }

    private static async Task CopyAsync(Socket from, Socket to)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            int count;
            while ((count = await from.ReceiveAsync(buffer, SocketFlags.None)) > 0)
            {
                for (int sent = 0; sent < count;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, count - sent), SocketFlags.None);
                }
            }

            to.Shutdown(SocketShutdown.Send);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
