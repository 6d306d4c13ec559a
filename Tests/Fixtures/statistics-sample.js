// The sample of the reference service (2ConnectMe, "Chat Room Customizations", "Example Usage"),
// word for word between the two marks. The test puts the real answer into `statisticsObj` before it.

// --- begin ---
var agentStatArray = statisticsObj.agStatDetails
var freeAgentNameBrowserArray = []; // store name for agent on browser
var freeAgentNameMobileArray = []; // store name for agent on mobile app
for (let i=0;i<agentStatArray.length;i++){
if (agentStatArray[i].browserAgentStatus === 'WAITING_NEW_CALL')
freeAgentNameBrowserArray.push(agentStatArray[i].agName)
if (agentStatArray[i].mobileAppAgentStatus === 'WAITING_NEW_CALL')
freeAgentNameMobileArray.push(agentStatArray[i].agName)
}
console.log('freeAgentNameBrowserArray', freeAgentNameBrowserArray);
console.log('freeAgentNameMobileArray', freeAgentNameMobileArray);
// --- end ---
