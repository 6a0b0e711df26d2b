using SiteBuilder.Media;
using SiteBuilder.ServiceDefaults;

return await ServiceProgram.RunAsync("media", async () =>
{
    if (args is ["migrate", ..])
    {
        return await MediaMigration.RunAsync(args[1..], CancellationToken.None);
    }

    await using var service = MediaService.Create(args);
    await service.RunAsync();
    return 0;
});
