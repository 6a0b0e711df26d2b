using SiteBuilder.Gateway;
using SiteBuilder.ServiceDefaults;

return await ServiceProgram.RunAsync("gateway", async () =>
{
    await using var service = GatewayService.Create(args);
    await service.RunAsync();
    return 0;
});
